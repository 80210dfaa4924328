import DatabaseDelivery
import GeoLookup
import HTTPTransport
import MetricsEndpoint
import NetworkLookup
import PacketCapture
public import ServiceRuntime
import Sinks
import SocketTables
import StreamProcessing

/// An error as the command line tells it: one sentence and an exit code.
public struct ServiceFailure: Error, CustomStringConvertible {
    /// What failed, where and what to do.
    public let description: String
    /// The exit code of sysexits.h that fits.
    public let exitCode: ExitCode

    /// A failure of its own.
    public init(_ description: String, _ exitCode: ExitCode) {
        self.description = description
        self.exitCode = exitCode
    }

    /// Translates the errors of the layers below.
    public init(_ error: any Error) {
        switch error {
        case let failure as ServiceFailure: self = failure
        case let error as BusError: self.init(error.description, Self.exitCode(of: error))
        case let error as CaptureError: self.init(error.description, Self.exitCode(of: error))
        case let error as SocketTablesError:
            self.init(error.description, error.isFatal ? .configuration : .unavailable)
        case let error as SinkError: self.init(error.description, Self.exitCode(of: error))
        case let error as DatabaseError:
            self.init(
                error.description,
                error.code == .unexpectedAnswer ? .unavailable : .configuration)
        case let error as HTTPError:
            self.init(error.description, error.isRetriable ? .unavailable : .configuration)
        case let error as GeoError: self.init(error.description, .badInput)
        case let error as NetworksError: self.init(error.description, .badInput)
        case let error as EndpointError:
            self.init(error.description, error.code == .badAddress ? .usage : .unavailable)
        default: self.init("\(error)", .internalError)
        }
    }

    private static func exitCode(of error: BusError) -> ExitCode {
        switch error.code {
        case .unknownTopic, .drift, .configuration, .notAuthorised, .replaced: .configuration
        case .corrupt: .badInput
        default: .unavailable
        }
    }

    private static func exitCode(of error: SinkError) -> ExitCode {
        switch error.code {
        case .configuration: .usage
        case .foreign, .invalidState: .configuration
        default: .unavailable
        }
    }

    private static func exitCode(of error: CaptureError) -> ExitCode {
        switch error.code {
        case .badFilter: .usage
        case .permission, .noSuchInterface: .unavailable
        default: .badInput
        }
    }
}

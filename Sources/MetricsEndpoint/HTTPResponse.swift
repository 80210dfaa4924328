/// What is answered to a request.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The media type of the body.
    public var contentType: String
    /// The body.
    public var body: [UInt8]

    /// A response.
    public init(status: Int, contentType: String, body: String) {
        self.status = status
        self.contentType = contentType
        self.body = Array(body.utf8)
    }

    /// There is nothing at the path.
    static let notFound = HTTPResponse(
        status: 404, contentType: "text/plain; charset=utf-8", body: "nothing is here\n")
    /// Nothing can be changed here.
    static let methodNotAllowed = HTTPResponse(
        status: 405, contentType: "text/plain; charset=utf-8", body: "GET or HEAD only\n")
}

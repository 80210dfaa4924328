import Foundation
import TestSupport
import Testing

/// As much of JSON Schema (2020-12) as the schemas in `topics/` use; an unknown keyword is a
/// violation, so that a schema can't demand what isn't checked.
struct SchemaValidator {
    private static let annotations: Set<String> = [
        "$schema", "$id", "title", "description", "format",
    ]
    private let schema: [String: Any]

    init(topic: String) throws {
        let path = "\(TestEnvironment.projectRoot)/topics/\(topic).schema.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// What is wrong with a value, with the place of each.
    func violations(of json: [UInt8]) throws -> [String] {
        violations(of: try JSONSerialization.jsonObject(with: Data(json)), against: schema, at: "$")
    }

    private func violations(of value: Any, against schema: [String: Any], at place: String)
        -> [String]
    {
        schema.keys.sorted().flatMap { keyword -> [String] in
            guard !Self.annotations.contains(keyword), let rule = schema[keyword] else { return [] }
            return check(value, keyword, rule, schema, place)
        }
    }

    private func check(
        _ value: Any, _ keyword: String, _ rule: Any, _ schema: [String: Any], _ place: String
    ) -> [String] {
        let isKept: Bool
        switch keyword {
        case "type": isKept = (rule as? String).map { isOf($0, value) } ?? false
        case "const": isKept = equal(value, rule)
        case "enum": isKept = (rule as? [Any])?.contains { equal(value, $0) } ?? false
        case "minimum": isKept = compare(value, rule) { $0 >= $1 }
        case "maximum": isKept = compare(value, rule) { $0 <= $1 }
        case "maxItems":
            isKept = (value as? [Any])?.count ?? 0 <= rule as? Int ?? 0
        case "minLength":
            isKept = (value as? String)?.count ?? 0 >= rule as? Int ?? Int.max
        case "required":
            let names = rule as? [String] ?? []
            let missing = names.filter { (value as? [String: Any])?[$0] == nil }
            return missing.map { "\(place): no \($0)" }
        case "items":
            guard let items = value as? [Any], let rule = rule as? [String: Any] else { return [] }
            return items.enumerated().flatMap {
                violations(of: $1, against: rule, at: "\(place)[\($0)]")
            }
        case "properties", "additionalProperties":
            return keyword == "properties"
                ? properties(of: value, rule, place) : additional(value, rule, schema, place)
        default:
            return ["\(place): the keyword \(keyword) isn't checked"]
        }
        return isKept ? [] : ["\(place): \(value) breaks \(keyword) \(rule)"]
    }

    private func properties(of value: Any, _ rule: Any, _ place: String) -> [String] {
        guard let object = value as? [String: Any], let rules = rule as? [String: [String: Any]]
        else { return [] }
        return object.keys.sorted().flatMap { name -> [String] in
            guard let member = object[name], let rule = rules[name] else { return [] }
            return violations(of: member, against: rule, at: "\(place).\(name)")
        }
    }

    private func additional(
        _ value: Any, _ rule: Any, _ schema: [String: Any], _ place: String
    ) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        let known = schema["properties"] as? [String: Any] ?? [:]
        return object.keys.filter { known[$0] == nil }.sorted().flatMap { name -> [String] in
            guard let rule = rule as? [String: Any], let member = object[name] else {
                return ["\(place): \(name) isn't in the schema"]
            }
            return violations(of: member, against: rule, at: "\(place).\(name)")
        }
    }

    private func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isBoolean(value)
        case "number": value is NSNumber && !isBoolean(value)
        case "integer":
            !isBoolean(value)
                && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: false
        }
    }

    private func isBoolean(_ value: Any) -> Bool {
        (value as? NSNumber).map { unsafe String(cString: $0.objCType) == "c" } ?? false
    }

    private func equal(_ left: Any, _ right: Any) -> Bool {
        if let left = left as? String { return left == right as? String }
        if let left = left as? NSNumber { return left == right as? NSNumber }
        return false
    }

    private func compare(
        _ value: Any, _ bound: Any, _ holds: (Double, Double) -> Bool
    ) -> Bool {
        guard let value = value as? NSNumber, let bound = bound as? NSNumber else { return false }
        return holds(value.doubleValue, bound.doubleValue)
    }
}

/// A record's value as Foundation reads it.
func parsed(_ json: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
}

/// Whether Foundation read the number that was written; its reader of JSON is off by a digit at
/// times.
func isSame(_ read: Any?, _ written: Double?) -> Bool {
    guard let written, written.isFinite else { return read == nil }
    guard let read = read as? Double else { return false }
    return abs(read - written) <= 1e-14 * abs(written)
}

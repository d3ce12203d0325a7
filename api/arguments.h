#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/percent.h"

namespace sellsign {
class JsonCursor;
}

namespace sellsign::api {

/// The type that a value had on the wire. Queries and forms have only text.
enum class WireType : std::uint8_t { text, integer, real, boolean, null, container };

/// Where a value stood.
enum class Origin : std::uint8_t { query, form, json };

/// One parameter as it arrived, decoded to text. Views into the Arguments that hold it, or into the request.
struct Argument {
  std::string_view name;
  std::string_view text;  ///< the decoded value; digits of a number; empty for null and containers
  WireType type = WireType::text;
  Origin origin = Origin::query;
  PercentNotes notes;  ///< of name and value
};

/// How many parameters a request may have.
inline constexpr std::size_t k_most_arguments = 10'000;

/// What a body looks like, whatever its Content-Type says: `json` starts like JSON, `form` has an equals
/// sign, `other` is neither.
enum class BodyLook : std::uint8_t { empty, json, form, other };

/// Looks at the first characters, and for an equals sign; parses nothing.
BodyLook look_of(std::string_view body);

/// What a request's body turned out to be, whatever its Content-Type says (obs.wire.content-type).
enum class BodyForm : std::uint8_t { none, json, form };

/// The parameters of one request in the order of arrival, query first. Owns the decoded text; not movable,
/// because the arguments point into it. Use one a request.
class Arguments {
 public:
  Arguments() = default;
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  /// Reads `a=1&b=2` and the body, which is JSON if it starts like JSON and a form otherwise. Returns what is
  /// wrong with the body, or that there are too many parameters, as one sentence; or nothing. The views stay
  /// valid while this object, `query` and `body` live.
  std::optional<std::string> read(std::string_view query, std::string_view body);

  /// Adds one behind those that were read. Its views have to live as long as this object.
  void add(const Argument& argument) { arguments_.push_back(argument); }

  const std::vector<Argument>& all() const { return arguments_; }
  BodyForm body_form() const { return body_form_; }

  /// The first argument of that name that stood in the query or a form, or null.
  const Argument* find_text(std::string_view name) const;

 private:
  bool read_pairs(std::string_view text, Origin origin);
  std::optional<std::string> read_json(std::string_view body);
  void read_value(JsonCursor& in, Argument& argument);
  std::string_view keep(std::string_view text);

  std::vector<Argument> arguments_;
  std::string decoded_;  // reserved once, never grows: the views point into it
  BodyForm body_form_ = BodyForm::none;
};

}  // namespace sellsign::api

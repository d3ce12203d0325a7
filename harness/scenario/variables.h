#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"

namespace sellsign::harness {

/// One `${...}` or the literal text between two of them.
struct TextPart {
  bool variable = false;
  std::string text;  ///< the name, or the literal text with `$${` already turned into `${`
};

/// Takes a text apart. Error kind `usage`: a `${` that is not closed, or a name that none can be (letters,
/// digits, `.`, `_`,
/// `-`; starts with a letter or `_`).
Result<std::vector<TextPart>> parts_of(std::string_view text);

/// Whether a `${}` could hold that name.
bool is_variable_name(std::string_view name);

/// `run.id`, `scenario.id`, `iteration`, `token`, `case.name`, `case.parameter`.
std::span<const std::string_view> builtin_variables();
bool is_builtin(std::string_view name);

/// A value as a text puts it in: texts as they are, all else as compact JSON.
std::string as_text(const Json& value);

/// The names that a value refers to, anywhere in it, each once. Texts that cannot be taken apart are passed
/// over.
std::vector<std::string> names_in(const Json& value);

/// How large a value is: about the bytes that it takes, and how deep it goes.
struct Extent {
  std::size_t bytes = 0;
  std::size_t levels = 0;
};

/// The largest value that comes of putting variables in.
inline constexpr Extent k_largest_value{std::size_t{16} << 20U, k_deepest_json};

/// How much all variables of a scenario may hold together.
inline constexpr std::size_t k_most_in_variables = std::size_t{64} << 20U;

/// The extent of a variable, as far as it is known.
using KnownExtent = std::function<Extent(std::string_view name)>;

Extent extent_of(const Json& value);

/// The extent that a value has once each `${name}` in its texts is replaced.
Extent extent_of(const Json& value, const KnownExtent& variable);

/// The sentence for more than `k_most_in_variables`.
std::string too_much_in_variables();

/// `is longer than 16 MiB`: why a value of that extent cannot be used; empty when it can.
std::string too_large(const Extent& extent);

/// Where `${name}` finds its value.
class Values {
 public:
  virtual ~Values() = default;

  /// The value of that name, or null. The pointer lives as long as the value is not set again.
  virtual const Json* find(std::string_view name) const = 0;

  /// The value with each `${name}` in its texts replaced (keys stay as they are). A text that is exactly one
  /// `${name}` becomes the variable's value with its type. Error kind `usage` names a variable that has no
  /// value, or says that the whole would be larger than `k_largest_value`, before it is made.
  Result<Json> fill(const Json& value) const;

  /// The text with each `${name}` replaced by its value as text: texts as they are, all else as compact JSON.
  /// Errors as of `fill`.
  Result<std::string> fill_text(std::string_view text) const;
};

/// Values of variables. Copying is cheap enough for one copy a case. Not thread-safe.
class Variables final : public Values {
 public:
  void set(std::string name, JsonPtr value) { values_[std::move(name)] = std::move(value); }
  void set_text(std::string name, std::string_view value);
  const Json* find(std::string_view name) const override;

 private:
  std::map<std::string, JsonPtr, std::less<>> values_;
};

}  // namespace sellsign::harness

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sellsign::cli {

/// A flag that may be repeated, and whose values may also stand in one, with commas between.
struct CommaList {
  std::vector<std::string>* into;
};

/// Takes the text of a value; returns what is wrong with it, or nothing.
using TextReader = std::function<std::string(const std::string& text)>;

/// Where a value goes. A bool is a switch, a list is a flag that may be repeated, a time is read in seconds.
/// What the others point to when the row is made is the default; an empty one is none.
using FlagTarget = std::variant<bool*, int*, std::uint64_t*, std::string*, std::optional<int>*,
                                std::optional<std::uint64_t>*, std::chrono::milliseconds*,
                                std::vector<std::string>*, CommaList, TextReader>;

/// The words that a value may be.
using Choices = std::vector<std::string>;

/// The numbers that a value may be, both ends among them.
template <typename Number>
struct Between {
  Number least, most;
};
template <typename Number>
Between(Number, Number) -> Between<Number>;

using FlagLimits =
    std::variant<std::monostate, Choices, Between<int>, Between<std::uint64_t>, Between<double>, TextReader>;

/// One flag or argument of a subcommand. Help, parsing, environment and config file all come from it.
struct FlagRow {
  std::string name;  ///< `--port`; without dashes it is an argument that is told by its place
  FlagTarget target;
  std::string about;
  std::string value = {};  ///< what the help calls the value; empty: the type of the target
  FlagLimits limits = {};
  bool required = false;
  std::optional<std::string> environment = {};  ///< nothing: after the name; empty: no variable sets it
  std::string group = "Options";                ///< the heading in the help
};

/// The one of `values` that has that name; the first where none has.
template <typename Enum>
Enum value_named(std::string_view name, std::initializer_list<Enum> values) {
  for (const Enum value : values)
    if (name_of(value) == name) return value;
  return *values.begin();
}

/// All flags of a subcommand, in the order of its help.
using FlagRows = std::vector<FlagRow>;

/// Adds rows under one heading of the help.
void add_group(FlagRows& rows, std::string_view group, std::initializer_list<FlagRow> more);

bool is_switch(const FlagRow& row);
bool may_repeat(const FlagRow& row);
bool is_number(const FlagRow& row);

/// `port-file` for `--port-file`; empty for an argument that is told by its place.
std::string plain_name(const FlagRow& row);

/// `SELLSIGN_PORT_FILE` for `--port-file`, unless the row says otherwise; empty when no variable sets it.
std::string environment_name(const FlagRow& row);

/// `SELLSIGN_PORT_FILE` for `port-file`, whatever that variable is for.
std::string variable_of(std::string_view plain_name);

/// `PORT`, `FILE`, `INT`: what the value is called.
std::string value_name(const FlagRow& row);

/// What holds while nothing is given, as text; empty: nothing.
std::string default_text(const FlagRow& row);

}  // namespace sellsign::cli

#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {

/// Goes through files in the order in which they are run and knows which variables have a value where.
class VariableCheck {
 public:
  /// `given`: names that are set from outside. Every name that a file uses is added to `used`.
  VariableCheck(std::span<const std::string> given, Problems& problems, std::set<std::string>& used);

  /// Notes what a file sets anywhere, to tell "too early" from "never". First of all, for every file.
  void note_names(const PositionedJson& file);

  /// A name that has a value from the start.
  void know(const std::string& name) { known_.push_back(name); }

  /// First the `vars` of every file, fragments first; then the `steps` in the same order; then each
  /// `finally`.
  void check_vars(const PositionedJson& file);
  void check_steps(const PositionedJson& file, std::string_view key);

 private:
  using Extents = std::map<std::string, Extent, std::less<>>;

  void check_step(const PositionedJson& file, const Json& step);
  void check_parts(const PositionedJson& file, const Json& step, std::initializer_list<std::string_view> keys,
                   const std::vector<std::string>& known, const Extents& extents);
  void check_value(const PositionedJson& file, const Json& value, const std::vector<std::string>& known);
  void check_text(const Position& at, const std::string& text, const std::vector<std::string>& known);

  /// Says when a value becomes too large once its variables are put in. Those whose values come from
  /// elsewhere count as nothing.
  Extent check_extent(const PositionedJson& file, const Json& value, const Extents& extents);

  std::vector<std::string> known_;
  Extents extents_;                 ///< of the variables of the files
  std::size_t in_all_ = 0;          ///< bytes that those hold
  std::vector<std::string> later_;  ///< set or captured somewhere in the files
  std::string place_;               ///< ` in the case "..."`, for messages
  Problems& problems_;
  std::set<std::string>& used_;
};

}  // namespace sellsign::harness

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "harness/json/json.h"
#include "harness/scenario/format.h"
#include "harness/scenario/scenario.h"

// How the readers of the parts of a file look into a document. A value of the wrong type reads as absent: the
// format check has reported it.

namespace sellsign::harness {

/// One object of a document.
class ObjectView {
 public:
  ObjectView(const PositionedJson& document, const Json& value, std::string pointer, Problems& problems)
      : document_(&document), value_(&value), pointer_(std::move(pointer)), problems_(&problems) {}

  const Json& value() const { return *value_; }
  Position at() const { return document_->value_at(pointer_); }
  Position key_at(std::string_view key) const { return document_->key_at(child(pointer_, key)); }
  Position value_at(std::string_view key) const { return document_->value_at(child(pointer_, key)); }

  /// Place of the element of a list that is this text.
  Position element_at(std::string_view key, std::string_view text) const;

  bool has(std::string_view key) const;
  const Json* find(std::string_view key) const;
  std::string text(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;

  /// A shared copy of an object, or null.
  JsonPtr object(std::string_view key) const;

  std::optional<ObjectView> view(std::string_view key) const;

  /// The objects in a list.
  std::vector<ObjectView> views(std::string_view key) const;

  /// Whether every key is one of its kind: if not, "something is missing" would be a second complaint about
  /// one slip.
  bool knows_all_keys(Kind kind) const;

  void say(const Position& at, std::string what) const { problems_->push_back({at.text(), std::move(what)}); }

 private:
  const PositionedJson* document_;
  const Json* value_;
  std::string pointer_;
  Problems* problems_;
};

/// Letters, digits, `-` and `.`, not empty.
bool is_id(std::string_view text);

/// Variables of an object, in its order; names are checked.
std::vector<Variable> read_variables(const ObjectView& parent, std::string_view key);

/// The names of "without", which have to be in `with`: leaving out what is not there would prove nothing.
std::vector<std::string> read_without(const ObjectView& view, const Json& with);

/// The feeders of a scenario, their files read; these lie beside the scenario's.
std::vector<Feeder> read_feeders(const ObjectView& scenario);

std::vector<Check> read_checks(const ObjectView& parent, std::string_view key);
Step read_step(const ObjectView& view);

/// The cases of a step, derived ones included; `step` is complete but for them.
std::vector<Case> read_cases(const ObjectView& view, const Step& step);

}  // namespace sellsign::harness

#include "harness/scenario/file_model.h"

#include <set>

#include <nlohmann/json.hpp>

#include "harness/json/diff.h"
#include "harness/scenario/reading.h"

namespace sellsign::harness {
namespace {

Requires read_requires(const JsonView& file) {
  Requires out;
  const JsonView view = file.at("requires");
  out.at = view.position();
  out.mode = view.text("mode");
  out.tokens = view.text("tokens");
  for (const JsonView& setting : view.at("settings").members()) {
    const Json& value = setting.value();
    out.settings.emplace_back(setting.name(), value.is_string() ? value.get<std::string>() : show(value));
  }
  return out;
}

std::vector<FragmentNeed> read_needs(const JsonView& file) {
  std::vector<FragmentNeed> out;
  std::set<std::string> seen;
  for (const std::string& name : file.texts("needs")) {
    if (!is_id(name))
      file.at("needs").add_problem("\"" + name + "\" is no name of a fragment: letters, digits, - and .");
    else if (!seen.insert(name).second)
      file.at("needs").add_problem("the fragment \"" + name + "\" is needed twice");
    else
      out.push_back({file.at("needs").position(), name});
  }
  return out;
}

std::vector<Step> read_steps(const JsonView& file, std::string_view key, std::set<std::string>& ids) {
  std::vector<Step> out;
  for (const JsonView& view : file.objects(key)) {
    out.push_back(read_step(view));
    if (!out.back().id.empty() && !ids.insert(out.back().id).second)
      view.at("id").add_problem("there are two steps with the id \"" + out.back().id + "\" in this file");
  }
  return out;
}

}  // namespace

FileModel read_model(const PositionedJson& document, Problems& problems) {
  const JsonView file(document, problems);
  FileModel out;
  out.fragment = file.has("fragment");
  const std::string_view key = out.fragment ? "fragment" : "scenario";
  Scenario& own = out.own;
  own.at = file.at(key).key_position();
  own.id = file.text(key);
  if (file.at(key).value().is_string() && !is_id(own.id))
    file.at(key).add_problem("an id is made of letters, digits, - and .");
  own.about = file.text("about");
  own.tags = file.texts("tags");
  own.needs_mock = read_requires(file);
  out.needs = read_needs(file);
  own.feeders = read_feeders(file);
  if (file.has("load")) own.load = std::make_shared<const PositionedJson>(document);
  own.vars = read_variables(file, "vars");
  std::set<std::string> ids;
  own.steps = read_steps(file, "steps", ids);
  own.finally = read_steps(file, "finally", ids);
  if (!out.fragment && file.at("steps").value().is_array() && own.steps.empty())
    file.at("steps").add_problem("a scenario needs at least one step");
  return out;
}

}  // namespace sellsign::harness

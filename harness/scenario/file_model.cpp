#include "harness/scenario/file_model.h"

#include <set>

#include <nlohmann/json.hpp>

#include "harness/json/diff.h"
#include "harness/scenario/reading.h"

namespace sellsign::harness {
namespace {

Requires read_requires(const ObjectView& file) {
  Requires out;
  out.at = file.at();
  const auto view = file.view("requires");
  if (!view) return out;
  out.at = view->at();
  out.mode = view->text("mode");
  out.tokens = view->text("tokens");
  if (const auto settings = view->view("settings"))
    for (const auto& [name, value] : settings->value().items())
      out.settings.emplace_back(name, value.is_string() ? value.get<std::string>() : show(value));
  return out;
}

std::vector<FragmentNeed> read_needs(const ObjectView& file) {
  std::vector<FragmentNeed> out;
  std::set<std::string> seen;
  for (const std::string& name : file.texts("needs")) {
    if (!is_id(name))
      file.say(file.value_at("needs"), "\"" + name + "\" is no name of a fragment: letters, digits, - and .");
    else if (!seen.insert(name).second)
      file.say(file.value_at("needs"), "the fragment \"" + name + "\" is needed twice");
    else
      out.push_back({file.value_at("needs"), name});
  }
  return out;
}

std::vector<Step> read_steps(const ObjectView& file, std::string_view key, std::set<std::string>& ids) {
  std::vector<Step> out;
  for (const ObjectView& view : file.views(key)) {
    out.push_back(read_step(view));
    if (!out.back().id.empty() && !ids.insert(out.back().id).second)
      view.say(view.value_at("id"), "there are two steps with the id \"" + out.back().id + "\" in this file");
  }
  return out;
}

}  // namespace

FileModel read_model(const PositionedJson& document, Problems& problems) {
  const ObjectView file(document, document.value(), "", problems);
  FileModel out;
  out.fragment = file.has("fragment");
  const std::string_view key = out.fragment ? "fragment" : "scenario";
  Scenario& own = out.own;
  own.at = file.has(key) ? file.key_at(key) : file.at();
  own.id = file.text(key);
  if (file.has(key) && file.find(key)->is_string() && !is_id(own.id))
    file.say(file.value_at(key), "an id is made of letters, digits, - and .");
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
  if (!out.fragment && file.find("steps") != nullptr && file.find("steps")->is_array() && own.steps.empty())
    file.say(file.value_at("steps"), "a scenario needs at least one step");
  return out;
}

}  // namespace sellsign::harness

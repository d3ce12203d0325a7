#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "harness/scenario/reading.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {
namespace {

FeedMode mode_of(std::string_view name) {
  const auto words = words_of(Words::feeds);
  const auto found = std::find(words.begin(), words.end(), name);
  return found == words.end() ? FeedMode::cycle : static_cast<FeedMode>(found - words.begin());
}

void read_rows(const ObjectView& view, Feeder& feeder) {
  const std::filesystem::path folder = std::filesystem::path(view.at().file).parent_path();
  auto table = read_table((folder / view.text("file")).string());
  if (!table) return view.say(view.value_at("file"), table.error().message);
  for (const std::string& column : table->columns) {
    const std::string variable = feeder.name + "." + column;
    if (!is_variable_name(variable))
      view.say(view.value_at("file"),
               "the column \"" + column + "\" cannot be the name of a variable: letters, digits, _, - and .");
    feeder.variables.push_back(variable);
  }
  feeder.rows = std::make_shared<const std::vector<std::vector<Json>>>(std::move(table->rows));
}

}  // namespace

std::vector<Feeder> read_feeders(const ObjectView& scenario) {
  std::vector<Feeder> out;
  const auto feeders = scenario.view("feeders");
  if (!feeders) return out;
  for (const auto& [name, value] : feeders->value().items()) {
    const auto view = feeders->view(name);
    if (!view) continue;
    Feeder feeder;
    feeder.at = feeders->key_at(name);
    feeder.name = name;
    feeder.mode = mode_of(view->text("mode"));
    if (is_builtin(name) || !is_variable_name(name))
      view->say(feeder.at, "\"" + name + "\" cannot be the name of a feeder");
    if (view->has("file") == view->has("numbers_from")) {
      if (view->knows_all_keys(Kind::feeder))
        view->say(view->at(), "a feeder takes either \"file\" or \"numbers_from\"");
    } else if (view->has("numbers_from")) {
      if (view->has("mode")) view->say(view->key_at("mode"), "\"mode\" is for rows: numbers go on and on");
      if (const Json& from = *view->find("numbers_from"); from.is_number_integer())
        feeder.numbers_from = from.get<std::int64_t>();
      feeder.variables = {name};
    } else if (view->find("file")->is_string()) {
      read_rows(*view, feeder);
    }
    out.push_back(std::move(feeder));
  }
  return out;
}

}  // namespace sellsign::harness

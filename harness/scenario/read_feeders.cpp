#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "harness/scenario/reading.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {
namespace {

void read_rows(const JsonView& view, Feeder& feeder) {
  const std::filesystem::path folder = std::filesystem::path(view.position().file).parent_path();
  auto table = read_table((folder / view.text("file")).string());
  if (!table) return view.at("file").add_problem(table.error().message);
  for (const std::string& column : table->columns) {
    const std::string variable = feeder.name + "." + column;
    if (!is_variable_name(variable))
      view.at("file").add_problem("the column \"" + column +
                                  "\" cannot be the name of a variable: letters, digits, _, - and .");
    feeder.variables.push_back(variable);
  }
  feeder.rows = std::make_shared<const std::vector<std::vector<Json>>>(std::move(table->rows));
}

}  // namespace

std::vector<Feeder> read_feeders(const JsonView& scenario) {
  std::vector<Feeder> out;
  for (const JsonView& view : scenario.at("feeders").members()) {
    if (!view.value().is_object()) continue;
    const std::string& name = view.name();
    Feeder feeder;
    feeder.at = view.key_position();
    feeder.name = name;
    feeder.mode = word_of(view, "mode", Words::feeds, FeedMode::cycle);
    if (is_builtin(name) || !is_variable_name(name))
      view.say_of_key("\"" + name + "\" cannot be the name of a feeder");
    if (view.has("file") == view.has("numbers_from")) {
      if (knows_all_keys(view, ObjectKind::feeder))
        view.add_problem("a feeder takes either \"file\" or \"numbers_from\"");
    } else if (view.has("numbers_from")) {
      view.refuse({"mode"}, "rows: numbers go on and on");
      if (const Json& from = view.at("numbers_from").value(); from.is_number_integer())
        feeder.numbers_from = from.get<std::int64_t>();
      feeder.variables = {name};
    } else if (view.at("file").value().is_string()) {
      read_rows(view, feeder);
    }
    out.push_back(std::move(feeder));
  }
  return out;
}

}  // namespace sellsign::harness

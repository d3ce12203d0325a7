#include "harness/scenario/loader.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/nearest.h"
#include "harness/scenario/file_model.h"
#include "harness/scenario/format_check.h"
#include "harness/scenario/variable_check.h"

namespace sellsign::harness {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t k_largest_file = 16U << 20U;
constexpr std::size_t k_deepest_needs = 50;

/// One file that has been read.
struct File {
  PositionedJson document;
  FileModel model;
  bool sound = false;  ///< it is an object and nothing is wrong with it
};

/// Loads files, each once, and puts scenarios together.
class Loader {
 public:
  explicit Loader(std::span<const std::string> given) : given_(given) {}

  void load(const std::string& path) {
    if (!seen_.insert(fs::weakly_canonical(path).string()).second) return;
    const File& file = read(path);
    if (!file.document.value().is_object()) return;
    std::vector<const File*> order;
    std::vector<std::string> stack;
    const bool complete = add_with_needs(file, path, order, stack);
    const std::size_t before = out_.problems.size();
    check_variables(order);
    if (file.model.fragment) return;
    check_unique(file.model.own);
    const bool sound = complete && out_.problems.size() == before &&
                       std::all_of(order.begin(), order.end(), [](const File* one) { return one->sound; });
    if (sound) out_.scenarios.push_back(joined(order));
  }

  void add_problem(std::string where, std::string what) {
    out_.problems.push_back({std::move(where), std::move(what)});
  }

  Loaded finish() && {
    auto& problems = out_.problems;
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(problems, [&](const Problem& one) { return !seen.emplace(one.where, one.what).second; });
    std::stable_sort(problems.begin(), problems.end(),
                     [](const auto& a, const auto& b) { return place_of(a.where) < place_of(b.where); });
    return std::move(out_);
  }

 private:
  /// File, line and column of `file:line:col`, so that line 10 comes after line 9.
  static std::tuple<std::string, int, int> place_of(const std::string& where) {
    const auto last = where.rfind(':');
    const auto first =
        last == std::string::npos || last == 0 ? std::string::npos : where.rfind(':', last - 1);
    if (first == std::string::npos) return {where, 0, 0};
    return {where.substr(0, first), std::atoi(where.c_str() + first + 1),
            std::atoi(where.c_str() + last + 1)};
  }

  const File& read(const std::string& path) {
    if (const auto found = files_.find(path); found != files_.end()) return found->second;
    File& file = files_[path];
    const std::size_t before = out_.problems.size();
    read_into(path, file);
    file.sound = out_.problems.size() == before;
    return file;
  }

  void read_into(const std::string& path, File& file) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error || size > k_largest_file)
      return add_problem(path, error ? "cannot be read: " + error.message() : "is larger than 16 MiB");
    auto problems = read_json(path, bytes_of(path).value_or(""), JsonDialect::commented, file.document);
    out_.problems.insert(out_.problems.end(), problems.begin(), problems.end());
    if (!problems.empty()) return;
    if (!file.document.value().is_object()) {
      add_problem(Position{path}.text(), "a scenario file holds one JSON object");
      return;
    }
    check_format(JsonView(file.document, out_.problems),
                 file.document.value().contains("fragment") ? ObjectKind::fragment : ObjectKind::scenario);
    file.model = read_model(file.document, out_.problems);
  }

  /// Appends the fragments that a file needs, then the file, unless they are there; false when one of them
  /// cannot be had.
  bool add_with_needs(const File& file, const std::string& path, std::vector<const File*>& order,
                      std::vector<std::string>& stack) {
    if (std::find(order.begin(), order.end(), &file) != order.end()) return true;
    stack.push_back(path);
    bool complete = true;
    const fs::path folder =
        file.model.fragment ? fs::path(path).parent_path() : fs::path(path).parent_path() / "fragments";
    for (const FragmentNeed& need : file.model.needs) {
      const std::string wanted = (folder / (need.name + ".json")).string();
      if (stack.size() == k_deepest_needs) {
        add_problem(need.at.text(),
                    "more than " + std::to_string(k_deepest_needs) + " fragments need each other");
        complete = false;
      } else if (std::find(stack.begin(), stack.end(), wanted) != stack.end()) {
        add_problem(need.at.text(), "the fragment \"" + need.name + "\" needs itself");
        complete = false;
      } else if (!fs::is_regular_file(wanted)) {
        add_problem(need.at.text(), "there is no fragment " + wanted + hint(folder, need.name));
        complete = false;
      } else {
        complete = add_fragment(need, wanted, order, stack) && complete;
      }
    }
    stack.pop_back();
    order.push_back(&file);
    return complete;
  }

  bool add_fragment(const FragmentNeed& need, const std::string& wanted, std::vector<const File*>& order,
                    std::vector<std::string>& stack) {
    const File& fragment = read(wanted);
    if (!fragment.document.value().is_object()) return false;
    if (!fragment.model.fragment || fragment.model.own.id != need.name) {
      add_problem(fragment.model.own.at.text(),
                  "\"fragment\": \"" + need.name + "\" is expected, like the file's name");
      return false;
    }
    return add_with_needs(fragment, wanted, order, stack);
  }

  static std::string hint(const fs::path& folder, const std::string& name) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
      if (it->path().extension() == ".json") names.push_back(it->path().stem().string());
    std::sort(names.begin(), names.end());
    return did_you_mean(name, std::vector<std::string_view>(names.begin(), names.end()));
  }

  void check_variables(const std::vector<const File*>& order) {
    VariableCheck check(given_, out_.problems, out_.used_variables);
    for (const File* file : order)
      for (const Feeder& feeder : file->model.own.feeders)
        for (const std::string& name : feeder.variables) check.know(name);
    for (const File* file : order) check.note_names(file->document);
    for (const File* file : order) check.check_vars(file->document);
    for (const File* file : order) check.check_steps(file->document, "steps");
    for (auto file = order.rbegin(); file != order.rend(); ++file)
      check.check_steps((*file)->document, "finally");
  }

  void check_unique(const Scenario& scenario) {
    if (scenario.id.empty()) return;
    const auto [had, fresh] = ids_.emplace(scenario.id, scenario.at.text());
    if (!fresh)
      add_problem(scenario.at.text(), "the scenario \"" + scenario.id + "\" is already at " + had->second);
  }

  static Scenario joined(const std::vector<const File*>& order) {
    Scenario out = order.back()->model.own;
    std::vector<Variable> vars;
    std::vector<Step> steps, finally = out.finally;
    for (const File* file : order) {
      const bool fragment = file != order.back();
      for (const Variable& variable : file->model.own.vars) {
        const auto had = std::find_if(vars.begin(), vars.end(),
                                      [&](const auto& one) { return one.name == variable.name; });
        had == vars.end() ? vars.push_back(variable) : void(*had = variable);
      }
      add_steps(file->model.own.steps, fragment ? file->model.own.id + "/" : "", steps);
    }
    for (auto file = order.rbegin() + 1; file != order.rend(); ++file)
      add_steps((*file)->model.own.finally, (*file)->model.own.id + "/", finally);
    out.vars = std::move(vars);
    out.steps = std::move(steps);
    out.finally = std::move(finally);
    return out;
  }

  static void add_steps(const std::vector<Step>& from, const std::string& prefix, std::vector<Step>& to) {
    for (const Step& step : from) {
      to.push_back(step);
      to.back().id = prefix + step.id;
    }
  }

  std::span<const std::string> given_;
  Loaded out_;
  std::map<std::string, File> files_;
  std::map<std::string, std::string> ids_;
  std::set<std::string> seen_;
};

/// The scenario files in a folder, in the order of their paths.
std::vector<std::string> files_in(const std::string& folder, std::error_code& error) {
  std::vector<std::string> out;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name == "fragments" || name == "data")) it.disable_recursion_pending();
    if (it->is_regular_file() && it->path().extension() == ".json" && name != "schema.json")
      out.push_back(it->path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Loaded load_scenarios(std::span<const std::string> paths, std::span<const std::string> given) {
  Loader loader(given);
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      const std::vector<std::string> files = files_in(path, error);
      if (error) loader.add_problem(path, "cannot be read: " + error.message());
      if (!error && files.empty()) loader.add_problem(path, "there are no scenario files in this folder");
      for (const std::string& file : files) loader.load(file);
    } else if (fs::exists(path, error)) {
      loader.load(path);
    } else {
      loader.add_problem(path, "there is no such file or folder");
    }
  }
  return std::move(loader).finish();
}

}  // namespace sellsign::harness

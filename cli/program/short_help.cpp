#include "cli/program/short_help.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <vector>

#include <CLI/CLI.hpp>

namespace sellsign::cli {
namespace {

constexpr std::size_t k_width = 80;
constexpr std::size_t k_column = 28;

/// `--port PORT`, padded, and the first clause of what it does, cut to the width of a screen.
std::string line_of(const CLI::Option& option) {
  std::string line = "  --" + option.get_lnames().front();
  const std::string type = option.get_type_name();
  if (option.get_expected_min() > 0) {
    const std::size_t end = type.find_first_of(":{ ");
    const bool is_choice = type.find('{') != std::string::npos;
    line += " " + (is_choice ? std::string("WORD") : type.substr(0, end));
  }
  line.resize(std::max(line.size() + 1, k_column), ' ');
  std::string about = option.get_description();
  about = about.substr(0, about.find_first_of(";:("));
  if (line.size() + about.size() > k_width) about = about.substr(0, about.find(','));
  if (line.size() + about.size() > k_width) about.resize(about.rfind(' ', k_width - line.size()));
  about.erase(about.find_last_not_of(' ') + 1);
  return line + about + "\n";
}

/// Lines of at most the width of a screen, broken at spaces.
std::string folded(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line); out += line + "\n")
    while (line.size() > k_width) {
      const std::size_t space = line.rfind(' ', k_width);
      if (space == std::string::npos) break;
      out += line.substr(0, space) + "\n";
      line.erase(0, space + 1);
    }
  return out;
}

class ShortHelp final : public CLI::Formatter {
 public:
  explicit ShortHelp(std::span<const std::string_view> shown) : shown_(shown) {}

  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    if (mode == CLI::AppFormatMode::All)
      return CLI::Formatter::make_help(app, name, CLI::AppFormatMode::Normal);
    std::string text = app->get_description() + "\nUsage: " + name + " [OPTIONS] [-- COMMAND...]\n\n";
    for (const std::string_view wanted : shown_)
      text += line_of(*app->get_option("--" + std::string(wanted)));
    return text + others(*app) + "\n" + folded(app->get_footer());
  }

 private:
  /// `  --help-all   the other flags: Network, Limits, ...`
  std::string others(const CLI::App& app) const {
    std::vector<std::string> groups;
    for (const CLI::Option* option : app.get_options())
      if (!option->get_lnames().empty() && std::ranges::find(groups, option->get_group()) == groups.end() &&
          option->get_group() != "Options")
        groups.push_back(option->get_group());
    std::string text = "  --help-all", line = "every flag:";
    text.resize(k_column, ' ');
    for (const std::string& group : groups) {
      if (k_column + line.size() + group.size() + 2 > k_width) {
        text += line + "\n" + std::string(k_column, ' ');
        line.clear();
      }
      line += (line.empty() ? "" : " ") + group + (group == groups.back() ? "" : ",");
    }
    text += line;
    return text + "\n";
  }

  std::span<const std::string_view> shown_;
};

}  // namespace

void shorten_help(CLI::App& app, std::span<const std::string_view> shown) {
  app.set_help_all_flag("--help-all", "Every flag");
  app.formatter(std::make_shared<ShortHelp>(shown));
}

}  // namespace sellsign::cli

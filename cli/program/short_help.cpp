#include "cli/program/short_help.h"

#include <algorithm>
#include <vector>

#include "base/safe_text.h"

namespace sellsign::cli {
namespace {

constexpr std::size_t k_line_width = 80;
constexpr std::size_t k_about_column = 28;

/// `--port PORT`, padded, and the first clause of what it does, cut to the width of a screen.
std::string line_of(const FlagRow& row) {
  std::string line = "  " + row.name;
  if (!is_switch(row))
    line += " " + (std::holds_alternative<Choices>(row.limits) ? std::string("WORD") : value_name(row));
  line.resize(std::max(line.size() + 1, k_about_column), ' ');
  std::string about = row.about.substr(0, row.about.find_first_of(";:("));
  if (line.size() + about.size() > k_line_width) about = about.substr(0, about.find(','));
  if (line.size() + about.size() > k_line_width) about.resize(about.rfind(' ', k_line_width - line.size()));
  about.erase(about.find_last_not_of(' ') + 1);
  return line + about + "\n";
}

/// `  --help-all   every flag: Network, Limits, ...`
std::string others(const FlagRows& rows) {
  std::vector<std::string> groups;
  for (const FlagRow& row : rows)
    if (row.group != "Options" && std::ranges::find(groups, row.group) == groups.end())
      groups.push_back(row.group);
  std::string text = "  --help-all", line = "every flag:";
  text.resize(k_about_column, ' ');
  for (const std::string& group : groups) {
    if (k_about_column + line.size() + group.size() + 2 > k_line_width) {
      text += line + "\n" + std::string(k_about_column, ' ');
      line.clear();
    }
    line += (line.empty() ? "" : " ") + group + (group == groups.back() ? "" : ",");
  }
  return text + line + "\n";
}

}  // namespace

std::string short_help(const Command& command, const FlagRows& rows, const std::string& footer) {
  std::string text = std::string(command.about) + "\nUsage: sellsign " + std::string(command.name) +
                     " [OPTIONS] [-- COMMAND...]\n\n";
  for (const std::string_view name : command.first_flags)
    text += line_of(*std::ranges::find(rows, name, &FlagRow::name));
  return text + others(rows) + "\n" + wrapped(footer, "", k_line_width);
}

}  // namespace sellsign::cli

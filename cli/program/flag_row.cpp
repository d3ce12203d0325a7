#include "cli/program/flag_row.h"

#include <cctype>

namespace sellsign::cli {
namespace {

template <typename Target>
bool goes_to(const FlagRow& row) {
  return std::holds_alternative<Target>(row.target);
}

}  // namespace

void add_group(FlagRows& rows, std::string_view group, std::initializer_list<FlagRow> more) {
  for (const FlagRow& row : more) rows.emplace_back(row).group = group;
}

bool is_switch(const FlagRow& row) { return goes_to<bool*>(row); }

bool may_repeat(const FlagRow& row) {
  return goes_to<std::vector<std::string>*>(row) || goes_to<CommaList>(row);
}

bool is_number(const FlagRow& row) {
  return goes_to<int*>(row) || goes_to<std::optional<int>*>(row) || goes_to<std::uint64_t*>(row) ||
         goes_to<std::optional<std::uint64_t>*>(row) || goes_to<std::chrono::milliseconds*>(row);
}

std::string plain_name(const FlagRow& row) { return row.name.starts_with("--") ? row.name.substr(2) : ""; }

std::string variable_of(std::string_view plain_name) {
  std::string name = "SELLSIGN_";
  for (const char c : plain_name)
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::string environment_name(const FlagRow& row) {
  const std::string name = plain_name(row);
  return row.environment.value_or(name.empty() ? "" : variable_of(name));
}

std::string value_name(const FlagRow& row) {
  if (!row.value.empty() || is_switch(row)) return row.value;
  if (goes_to<int*>(row) || goes_to<std::optional<int>*>(row)) return "INT";
  if (goes_to<std::uint64_t*>(row) || goes_to<std::optional<std::uint64_t>*>(row)) return "UINT";
  return goes_to<std::chrono::milliseconds*>(row) ? "SECONDS" : "TEXT";
}

std::string default_text(const FlagRow& row) {
  if (const auto* text = std::get_if<std::string*>(&row.target)) return **text;
  if (const auto* number = std::get_if<int*>(&row.target)) return std::to_string(**number);
  if (const auto* number = std::get_if<std::uint64_t*>(&row.target)) return std::to_string(**number);
  if (const auto* time = std::get_if<std::chrono::milliseconds*>(&row.target))
    return std::to_string((*time)->count() / 1000);
  return "";
}

}  // namespace sellsign::cli

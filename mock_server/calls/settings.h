#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/sources.h"
#include "base/result.h"

namespace sellsign::mock {

/// The answers to what the vendor's pages leave open. Words are one of the row's choices.
struct Settings {
  std::int64_t refused_status = 500;
  std::string_view refused_form = "text";
  std::int64_t bad_token = 401;
  std::int64_t unknown_call = 404;
  std::string_view unknown_customer = "null";
  std::string_view contractor_list_shape = "elements";
  std::string_view property_list_shape = "array";
  std::int64_t page_size = 100;
  std::string_view absent_on_update = "keep";
  std::string_view empty_number = "generate";
  std::string_view html_escape = "on";
  std::int64_t actor_id = 141;
  std::int64_t first_id = 3'000'000'001;
  std::vector<std::string> declared_keys;
};

using SettingMember = std::variant<std::int64_t Settings::*, std::string_view Settings::*,
                                   std::vector<std::string> Settings::*>;

/// One row: a setting's name, what it may be, and the assumption that it turns.
struct SettingRow {
  std::string_view name;
  SettingMember member;
  std::string_view
      choices;  ///< separated by spaces; empty: any whole number from 1, or a comma-separated list
  const api::Source* source;
  std::string_view about;
};

std::span<const SettingRow> setting_rows();

/// The value as text, as `--set` takes it.
std::string text_of(const SettingRow& row, const Settings& settings);

/// Applies `name=value`. Error kind `usage`: unknown name (with the nearest), or a value that is not among
/// the choices.
Result<> apply(Settings& settings, std::string_view name, std::string_view value);

}  // namespace sellsign::mock

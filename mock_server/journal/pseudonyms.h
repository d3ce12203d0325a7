#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "api/fields.h"

namespace sellsign::mock {

/// Replacements of personal values. One value of a field has one replacement as long as this object lives.
/// It keeps the kind of value: a number stays a number, a date a date, outer spaces stay, and what departs
/// from the documents does so still. Not thread-safe.
class Pseudonyms {
 public:
  /// `field`: null for a parameter that no table knows. Empty text and dates that say "not set" stay.
  std::string of(const api::FieldInfo* field, std::string_view name, std::string_view text);

 private:
  std::string date(const api::FieldInfo& field, std::string_view text);
  std::uint64_t number_of(std::string_view kind, std::string_view text);

  std::map<std::string, std::map<std::string, std::uint64_t, std::less<>>, std::less<>> numbers_;
};

}  // namespace sellsign::mock

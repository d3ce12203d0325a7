#pragma once

#include <span>
#include <string_view>

namespace sellsign::mock {

/// A name and how it is written in an e-mail address.
struct GivenName {
  std::string_view name;
  std::string_view ascii;
};

/// A town with a post code of its own and telephone numbers that nobody has.
struct Town {
  std::string_view post_code;
  std::string_view city;
  std::string_view phone;  ///< how a number starts
  int phone_digits;        ///< how many digits follow
};

/// Where people come from, with what goes together.
struct Region {
  unsigned share;  ///< in a hundred
  std::string_view country;
  std::string_view localisation;
  std::span<const GivenName> men, women, surnames;
  std::span<const Town> towns;
  std::span<const std::string_view> streets;    ///< `#` is where the house number goes
  std::span<const std::string_view> companies;  ///< `*` is where a surname goes
  std::span<const std::string_view> jobs;
  std::string_view mobile;  ///< as Town::phone
  int mobile_digits;
};

/// A free field: its key, and its value, in which each `#` is a digit.
struct FreeField {
  std::string_view key;
  std::string_view value;
};

/// All regions; their shares make a hundred.
std::span<const Region> regions();
std::span<const FreeField> free_fields();

}  // namespace sellsign::mock

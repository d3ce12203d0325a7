#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sellsign::api {

/// How well a statement about the vendor's API is founded.
enum class SourceKind : std::uint8_t {
  documented,  ///< an official page says so
  observed,    ///< a captured answer or a real client's traffic shows it
  assumed      ///< nobody says; our choice
};

/// One statement about the vendor's API, from `api/sources.json`. All text is static.
struct Source {
  std::string_view id;  ///< `doc.`, `obs.` or `asm.` and a topic, as scenario files name it
  SourceKind kind;
  std::string_view topic;   ///< customer, contractor, property, wire, token, error, later
  std::string_view origin;  ///< the page or capture it comes from
  std::string_view text;    ///< the statement in our own words, one sentence
};

/// `documented`, `observed` or `assumed`.
std::string_view name_of(SourceKind kind);

}  // namespace sellsign::api

#include "api/sources_data.h"  // generated from api/sources.json: defines detail::k_sources

namespace sellsign::api {

/// Every statement, in the file's order.
constexpr std::span<const Source> sources() { return detail::k_sources; }

/// The statement of that id, or null.
constexpr const Source* find_source(std::string_view id) {
  for (const Source& source : detail::k_sources)
    if (source.id == id) return &source;
  return nullptr;
}

/// `"doc.customer.key"_src`: a statement named in code. A misspelt id does not compile.
consteval const Source* operator""_src(const char* text, std::size_t length) {
  for (const Source& source : detail::k_sources)
    if (source.id == std::string_view(text, length)) return &source;
  throw "api/sources.json has no statement of this id";
}

}  // namespace sellsign::api

#include "mock_server/journal/redaction.h"

#include <algorithm>

#include "api/endpoints.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/calls/tokens.h"

namespace sellsign::mock {
namespace {

using api::WireType;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// `a=***; b=***`.
std::string hidden_cookies(std::string_view cookies) {
  std::string out;
  while (!cookies.empty()) {
    const std::string_view cookie = take_part(cookies, ';');
    const std::size_t equals = cookie.find('=');
    out += out.empty() ? "" : ";";
    if (equals != std::string_view::npos) out += cookie.substr(0, equals + 1);
    out += k_hidden;
  }
  return out;
}

bool is_plain_name(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return is_alnum(c) || std::string_view("_-.[]").find(c) != std::string_view::npos;
  });
}

std::vector<std::string> tokens_in(const JournalEntry& entry) {
  std::vector<http::HeaderView> headers;
  for (const auto& [name, value] : entry.headers) headers.push_back({name, value});
  auto tokens = tokens_of({entry.verb, entry.path, entry.query, headers, entry.body});
  if (!entry.token.empty()) tokens.push_back(entry.token);
  return tokens;
}

}  // namespace

std::string Redaction::value(std::string_view name, std::string_view text) {
  if (raw_) return std::string(text);
  if (name == api::k_token_name) return std::string(k_hidden);
  return pseudonyms_.of(name, text).value_or(std::string(text));
}

std::optional<std::string> Redaction::rewrite(const Place& place) {
  constexpr std::size_t k_deepest = 8;
  if (place.type == WireType::boolean || place.type == WireType::null) return std::nullopt;
  bool is_named = false;
  std::optional<std::string> other;
  for (const std::string& part : place.path.first(std::min(place.path.size(), k_deepest))) {
    if (part.empty()) continue;
    is_named = true;
    if (part == api::k_token_name)
      return place.origin == api::Origin::json ? "\"***\"" : std::string(k_hidden);
    other = pseudonyms_.of(part, place.text);
    if (other) break;
  }
  if (!is_named) other = pseudonyms_.of("", place.text);
  if (place.text.empty()) return std::nullopt;
  if (!other && place.type == WireType::text) other = without_tokens(place.text, tokens_);
  if (!other || *other == place.text) return std::nullopt;
  known_.emplace_back(place.text, *other);
  other = encoded_for(place, *other);
  if (!refused_ || place.origin == api::Origin::json) return other;
  if (place.notes.bad_escape) return *other + "%";
  if (place.notes.beyond_ascii && !is_utf8(place.text)) return *other + "%FF";
  return *other + (place.notes.unencoded ? "|" : "");
}

/// Pairs without those whose name is none: text that was never meant as a query or form.
std::string Redaction::without_odd_names(std::string_view pairs) {
  std::string out;
  for (;;) {
    const std::string_view pair = pairs.substr(0, pairs.find('&'));
    std::string name = percent_decoded(pair.substr(0, pair.find('=')));
    const bool plain = is_plain_name(name);
    out += plain ? pair : k_hidden;
    if (!plain) known_.emplace_back(std::move(name), k_hidden);
    if (pair.size() == pairs.size()) return out;
    out += '&';
    pairs.remove_prefix(pair.size() + 1);
  }
}

/// Longer values first, and each once. What is beyond the most that are looked for is not repeated by
/// sentences, which are short.
void Redaction::arrange_known() {
  constexpr std::size_t k_most = 200;
  const auto longer = [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
  };
  std::ranges::sort(known_, longer);
  known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
  if (known_.size() > k_most) crowded_ = true;
}

std::string Redaction::sentence(std::string text) const {
  text = without_tokens(text, tokens_);
  if (crowded_) return std::string(k_hidden);
  for (const auto& [from, to] : known_)
    if (text == from) return to;
  for (const auto& [from, to] : known_)
    for (const std::string& form : {from, printable(from), printable(from, 40)}) {
      const bool is_short = form.size() < 4;
      replace_all(text, is_short ? "\"" + form + "\"" : form, is_short ? "\"" + to + "\"" : to);
    }
  constexpr std::string_view k_quote = ", behind \"";  // the end of what was read of broken JSON
  if (const std::size_t at = text.find(k_quote); text.starts_with("The JSON body") && at != std::string::npos)
    text.replace(at + k_quote.size(), text.rfind('"') - at - k_quote.size(), k_hidden);
  return text;
}

std::string Redaction::header(std::string_view name, std::string_view value) const {
  for (const std::string_view secret : {"token", "authorization", "api-key", "apikey", "secret", "password"})
    if (lower(name).find(secret) != std::string::npos) return std::string(k_hidden);
  if (equal_ignoring_case(name, "cookie")) return hidden_cookies(value);
  if (equal_ignoring_case(name, "set-cookie")) return std::string(k_hidden);
  if (equal_ignoring_case(name, "referer")) return sentence(std::string(value.substr(0, value.find('?'))));
  return sentence(std::string(value));
}

bool take_hidden_token(std::string& pairs) {
  const std::string with_ends = "&" + pairs + "&";
  const std::size_t at = with_ends.find(std::string("&").append(k_hidden_token).append("&"));
  if (at == std::string::npos) return false;
  const std::string rest = with_ends.substr(at + 1 + k_hidden_token.size());
  const std::string both = with_ends.substr(0, at) + rest;
  pairs = both.size() > 2 ? both.substr(1, both.size() - 2) : "";
  take_hidden_token(pairs);
  return true;
}

JournalEntry Redaction::clean(JournalEntry entry) {
  if (raw_) return entry;
  known_.clear();
  crowded_ = false;
  refused_ = entry.refused;
  tokens_ = tokens_in(entry);
  if (!entry.token.empty()) entry.token = k_hidden;
  const Rewrite exchange = [this](const Place& place) { return rewrite(place); };
  entry.query = rewrite_pairs(without_odd_names(entry.query), api::Origin::query, exchange);
  const api::BodyLook look = api::look_of(entry.body);
  if (look == api::BodyLook::form) entry.body = without_odd_names(entry.body);
  entry.body = look == api::BodyLook::other ? std::string(k_hidden) : rewrite_body(entry.body, exchange);
  if (entry.refused) entry.reply_body = sentence_of(entry.reply_body);  // advice repeats what was given
  arrange_known();
  const std::size_t of_request = known_.size();
  entry.reply_body = api::look_of(entry.reply_body) == api::BodyLook::json
                         ? rewrite_json(entry.reply_body, exchange)
                         : sentence(std::move(entry.reply_body));
  known_.resize(of_request);  // nothing below repeats what the answer holds
  for (auto& [name, value] : entry.headers) value = header(name, value);
  for (auto& [name, value] : entry.reply_headers) value = header(name, value);
  for (api::Departure& departure : entry.departures) departure.subject = sentence(departure.subject);
  entry.path = sentence(std::move(entry.path));
  entry.number = without_tokens(entry.number, tokens_);
  return entry;
}

}  // namespace sellsign::mock

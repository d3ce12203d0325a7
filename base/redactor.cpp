#include "base/redactor.h"

#include <algorithm>
#include <cstdint>

#include "base/base64.h"

namespace sellsign {
namespace {

constexpr std::size_t k_shortest_for_base64 = 4;
constexpr std::size_t k_shortest_for_hex = 4;

/// The base64 characters whose bits from `first_bit` (0 is the highest of six) on, `count` of them, are
/// `bits`.
std::string characters_with(unsigned bits, unsigned first_bit, unsigned count) {
  std::string result;
  const unsigned shift = 6 - first_bit - count;
  for (unsigned value = 0; value < 64; ++value)
    if (((value >> shift) & ((1U << count) - 1)) == bits) result += k_base64_alphabet[value];
  return result;
}

/// The character of base64 for one of base64url.
char standard(char c) { return c == '-' ? '+' : c == '_' ? '/' : c; }

std::size_t take_one_of(std::string_view characters, std::string_view text, std::size_t at) {
  for (const char& c : characters) {
    const std::size_t end = match_escaped({&c, 1}, text, at, Alphabet::base64);
    if (end != text.npos) return end;
  }
  return at;
}

}  // namespace

/// How `secret` looks in base64 when `offset` (0 to 2) bytes stand before it in its group of three.
Redactor::Form Redactor::embedded(std::string_view name, std::string_view secret, unsigned offset) {
  const auto bits_at = [&](std::size_t bit, unsigned count) {  // bit 0 is the first of the secret
    unsigned value = 0;
    for (std::size_t i = bit; i < bit + count; ++i)
      value = value * 2 + ((static_cast<unsigned char>(secret[i / 8]) >> (7 - i % 8)) & 1U);
    return value;
  };
  const unsigned lead = (6 - offset * 8 % 6) % 6;  // bits of the secret in a character that it shares
  const std::size_t total = secret.size() * 8;
  Form form{std::string(name), Alphabet::base64, "", "", ""};
  if (lead > 0) form.before = characters_with(bits_at(0, lead), 6 - lead, lead);
  std::size_t bit = lead;
  for (; bit + 6 <= total; bit += 6) form.core += k_base64_alphabet[bits_at(bit, 6)];
  const auto rest = static_cast<unsigned>(total - bit);
  if (rest > 0) form.after = characters_with(bits_at(bit, rest), 0, rest);
  return form;
}

void Redactor::find(const Form& form, std::string_view text, std::vector<Span>& found) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!may_begin(form.core, text[at], form.alphabet)) continue;
    std::size_t end = match_escaped(form.core, text, at, form.alphabet);
    if (end == text.npos) continue;
    constexpr std::string_view padding = "=";
    for (const std::string_view more : {std::string_view(form.after), padding, padding})
      if (form.alphabet == Alphabet::base64) end = take_one_of(more, text, end);
    // The character before is hidden too when it stands there raw; in an escaped form it gives four bits
    // away.
    const bool shared = at > 0 && form.before.find(standard(text[at - 1])) != form.before.npos;
    found.push_back({shared ? at - 1 : at, end, &form.name});
  }
}

/// The text with the spans replaced. Spans that overlap become one, named after its longest: no rest of any
/// stays.
std::string Redactor::replace(std::string_view text, std::vector<Span>& found) {
  std::sort(found.begin(), found.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::string result;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < found.size();) {
    Span merged = found[i];
    std::size_t longest = merged.end - merged.begin;
    for (++i; i < found.size() && found[i].begin < merged.end; ++i) {
      if (found[i].end - found[i].begin > longest) {
        longest = found[i].end - found[i].begin;
        merged.name = found[i].name;
      }
      merged.end = std::max(merged.end, found[i].end);
    }
    result.append(text.substr(copied, merged.begin - copied)).append("$").append(*merged.name);
    copied = merged.end;
  }
  return result.append(text.substr(copied));
}

std::string without_secret(std::string_view text, std::string_view secret, std::string_view instead) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool may = !secret.empty() && may_begin(secret, text[at], Alphabet::bytes);
    const std::size_t end = may ? match_escaped(secret, text, at, Alphabet::bytes) : std::string_view::npos;
    if (end != std::string_view::npos)
      out += instead;
    else
      out += text[at];
    at = end == std::string_view::npos ? at + 1 : end;
  }
  return out;
}

void Redactor::add(std::string_view name, std::string_view secret) {
  if (secret.empty()) return;
  forms_.push_back({std::string(name), Alphabet::bytes, std::string(secret), "", ""});
  if (secret.size() >= k_shortest_for_hex)
    forms_.push_back({std::string(name), Alphabet::hex, std::string(secret), "", ""});
  if (secret.size() < k_shortest_for_base64) return;
  for (unsigned offset = 0; offset < 3; ++offset) forms_.push_back(embedded(name, secret, offset));
}

bool Redactor::add_token(std::string_view name, std::string_view token) {
  constexpr std::size_t k_shortest_token = 8;
  if (token.size() < k_shortest_token) return false;
  add(name, token);
  return true;
}

std::string Redactor::clean(std::string_view text) const {
  std::vector<Span> found;
  for (const Form& form : forms_) find(form, text, found);
  return replace(text, found);
}

}  // namespace sellsign

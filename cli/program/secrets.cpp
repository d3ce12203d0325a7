#include "cli/program/secrets.h"

#include "cli/program/output.h"

namespace sellsign::cli {

Result<std::string> token_of_file(const std::string& file) {
  if (file.empty()) return std::string{};
  const auto text = read_text_file(file);
  if (!text) return text.error();
  std::string token = text->substr(0, text->find('\n'));
  if (!token.empty() && token.back() == '\r') token.pop_back();
  if (token.empty()) return usage_error(file + " has no token in its first line");
  return token;
}

Result<std::string> client_token(const std::string& secret_file) {
  if (auto token = environment_variable("SELLSIGN_TOKEN")) return *std::move(token);
  return token_of_file(secret_file);
}

Redactor redactor_for(const std::string& token) {
  Redactor redactor;
  if (!redactor.add_token("SELLSIGN_TOKEN", token) && !token.empty())
    Output().note(
        "sellsign: note: a token of fewer than 8 characters is taken for a made-up one and not redacted\n");
  return redactor;
}

}  // namespace sellsign::cli

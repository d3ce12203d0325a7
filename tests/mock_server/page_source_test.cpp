#include <regex>
#include <string>

#include <openssl/sha.h>

#include "base/base64.h"
#include "mock_server/page/page.h"
#include "tests/catch.h"

using namespace sellsign;

namespace sellsign::page_source_test {

const std::string k_html(mock::page_html());

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t begin = text.find(before) + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

std::string hash_of(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return "'sha256-" + encode_base64(digest) + "'";
}

std::size_t count(const std::string& pattern) {
  const std::regex regex(pattern, std::regex::icase);
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(k_html.begin(), k_html.end(), regex), std::sregex_iterator()));
}

TEST_CASE("the page is one whole document") {
  CHECK(k_html.starts_with("<!doctype html>"));
  CHECK(k_html.ends_with("</html>\n"));
  CHECK(count("<script") == 1);
  CHECK(count("<style") == 1);
  CHECK(k_html.find("@S") == std::string::npos);
}

TEST_CASE("the policy of the page lets in its own script and style only") {
  const std::string policy = between(k_html, "Content-Security-Policy\" content=\"", "\"");
  const std::string script = between(k_html, "<script type=\"module\">", "</script>");
  const std::string style = between(k_html, "<style>", "</style>");
  CHECK(policy.find("script-src " + hash_of(script) + ";") != std::string::npos);
  CHECK(policy.find("style-src " + hash_of(style) + ";") != std::string::npos);
  CHECK(policy.starts_with("default-src 'none';"));
  CHECK(policy.find("unsafe") == std::string::npos);
}

TEST_CASE("the page makes no markup from texts and names no other host") {
  CHECK(count("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(") == 0);
  CHECK(count("https?://") == count("http://www\\.w3\\.org/2000/svg"));
  CHECK(count("<[a-z][^<>]*\\son[a-z]+=") == 0);
}

}  // namespace sellsign::page_source_test

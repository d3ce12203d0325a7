#include "mock_server/calls/readable_body.h"

#include <zlib.h>

#include "base/charset.h"
#include "http/content_coding.h"
#include "mock_server/mock/mock.h"
#include "tests/catch.h"
#include "tests/support/admin_world.h"
#include "tests/support/customer.h"

namespace sellsign::readable_body_test {
namespace {

using testing::customer_json;
using testing::parsed;

constexpr int k_gzip = 15 + 16, k_zlib = 15, k_raw = -15;

std::string compressed(std::string_view text, int window) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// ASCII only.
std::string utf_16(std::string_view text, bool little, std::string_view mark) {
  std::string out(mark);
  for (const char c : text) out += little ? std::string({c, '\0'}) : std::string({'\0', c});
  return out;
}

http::Reply upsert(std::string_view body, std::vector<http::HeaderView> headers) {
  mock::Mock mock({});
  headers.push_back({"j_token", "T"});
  return mock.handle(
      {"POST", "/calinda/hub/selling/model/customer/update", "action=selectOrCreateCustomer", headers, body});
}

}  // namespace

TEST_CASE("a body is read as its header says it was made") {
  struct Row {
    std::string body, encoding, type;
  };
  const std::string json = customer_json("AM1");
  const std::string form =
      "number=AM1&civility=MADAME&firstname=Z%E9&lastname=E&email=a%40b&cell_phone=1&address_1=1&postal_code="
      "1&"
      "city=P\xE9&country=FR&customer_code=C";
  const std::string form_type = "application/x-www-form-urlencoded;charset=";
  for (const Row& row :
       {Row{compressed(json, k_gzip), "gzip", "application/json"},
        Row{compressed(json, k_gzip), "X-GZIP", ""}, Row{compressed(json, k_zlib), "deflate", ""},
        Row{compressed(json, k_raw), "deflate", ""},
        Row{compressed(compressed(json, k_zlib), k_gzip), "deflate, gzip", ""}, Row{json, "identity", ""},
        Row{json, "", "application/json; charset=US-ASCII"},
        Row{json, "", "application/json; charset=koi8-r"}, Row{"\xEF\xBB\xBF" + json, "", ""},
        Row{utf_16(json, true, "\xFF\xFE"), "", ""},
        Row{utf_16(json, false, "\xFE\xFF"), "", "application/json;charset=utf-16"},
        Row{utf_16(json, true, ""), "", ""}, Row{utf_16(json, false, ""), "", "application/json"},
        Row{compressed(utf_16(json, true, ""), k_gzip), "gzip", "application/json; charset=\"UTF-16LE\""},
        Row{form, "", form_type + "ISO-8859-1"}, Row{form, "", form_type + "windows-1252"},
        Row{form, "", form_type + "latin9"}}) {
    INFO(row.encoding << " | " << row.type);
    const http::Reply reply =
        upsert(row.body, {{"Content-Encoding", row.encoding}, {"Content-Type", row.type}});
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    CHECK(parsed(reply)["number"] == "AM1");
    if (row.type.starts_with(form_type)) CHECK(parsed(reply)["firstname"] == "Zé");
    if (row.type.starts_with(form_type)) CHECK(parsed(reply)["city"] == "Pé");
  }
}

TEST_CASE("a body that cannot be read is refused by one sentence that names the header and the cure") {
  struct Row {
    std::string body, encoding, type, words;
  };
  const std::string json = customer_json("AM1");
  const std::string whole = compressed(json, k_gzip);
  for (const Row& row :
       {Row{json, "br", "", "Content-Encoding \"br\", which is not read here: send it as it is"},
        Row{json, "gzip", "", "Content-Encoding \"gzip\" says: its bytes are of another kind"},
        Row{whole.substr(0, whole.size() / 2), "gzip", "", "it ends early"},
        Row{whole + "x", "gzip", "", "there are bytes behind its end"},
        Row{compressed(std::string(mock::k_longest_decoded + 1, ' '), k_gzip), "gzip", "",
            "unfolds to more than"},
        Row{"{\"number\":\"\xCA\"}", "", "application/json; charset=koi8-r",
            "\"koi8-r\", which is not read here"},
        Row{"--x\r\nContent-Disposition: form-data; name=\"number\"\r\n\r\nAM1\r\n--x--\r\n", "",
            "multipart/form-data; boundary=x", "http_build_query"},
        Row{"--x\r\nContent-Disposition: form-data; name=\"number\"\r\n\r\nAM1\r\n--x--\r\n", "", "",
            "multipart/form-data"}}) {
    INFO(row.encoding << " | " << row.type);
    std::vector<http::HeaderView> headers;
    if (!row.encoding.empty()) headers.push_back({"Content-Encoding", row.encoding});
    if (!row.type.empty()) headers.push_back({"Content-Type", row.type});
    const http::Reply reply = upsert(row.body, headers);
    INFO(reply.body);
    CHECK(reply.status == 500);
    CHECK_THAT(reply.body.substr(0, reply.body.find('\n')),
               Catch::Contains(row.words) && Catch::EndsWith("."));
    CHECK_THAT(reply.body, !Catch::Contains("is mandatory and missing"));
  }
}

TEST_CASE("the journal shows a body that was decoded as it was read") {
  testing::AdminWorld world;
  const std::string body = compressed(customer_json("AM1"), k_gzip);
  const std::vector<http::HeaderView> headers = {
      {"j_token", "T"}, {"Content-Encoding", "gzip"}, {"Content-Type", "application/json;charset=utf-8"}};
  CHECK(world.service
            .handle({"POST", "/calinda/hub/selling/model/customer/update", "action=selectOrCreateCustomer",
                     headers, body})
            .status == 200);
  const std::string curl = world.json("GET", "journal/1")["curl"];
  CHECK_THAT(curl, Catch::Contains("AM1") && !Catch::Contains("gzip"));
}

TEST_CASE("characters of other charsets") {
  CHECK(to_utf8(Charset::windows_1252, "\x80 \x9C \xE9 \x81") == "€ œ é \uFFFD");
  CHECK(to_utf8(Charset::iso_8859_15, "\xA4 \xBD \xE9") == "€ œ é");
  CHECK(to_utf8(Charset::iso_8859_1, "\xA4 \xE9") == "¤ é");
  CHECK(to_utf8(Charset::utf_16_le, std::string_view("\x3D\xD8\x89\xDF\x3D\xD8", 6)) == "\U0001F789\uFFFD");
  CHECK(to_utf8(Charset::utf_16_be, std::string_view("\0a\xDC\0\0", 5)) == "a\uFFFD\uFFFD");
  CHECK(form_to_utf8(Charset::windows_1252, "a=%80&b=%C3%2B&c=%zz%") == "a=%E2%82%AC&b=%C3%83%2B&c=%zz%");
  CHECK_FALSE(charset_of("koi8-r", "a").has_value());
  CHECK(charset_of("", "") == Charset::utf_8);
}

}  // namespace sellsign::readable_body_test

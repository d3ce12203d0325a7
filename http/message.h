#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_text.h"

namespace sellsign::http {

/// One header of a request; views into the server's buffer.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// A request as a server hands it over: already framed, not yet decoded. Views that live as long as the call
/// to `handle`.
struct Request {
  std::string_view verb = "GET";
  std::string_view path = "/";
  std::string_view query;  ///< raw, without the question mark
  std::span<const HeaderView> headers;
  std::string_view body;
  bool from_loopback = true;  ///< whether the client is on this machine
};

/// A request with bytes of its own: a copy, which lives as long as this.
class HeldRequest {
 public:
  explicit HeldRequest(const Request& request);
  HeldRequest(const HeldRequest&) = delete;
  HeldRequest& operator=(const HeldRequest&) = delete;

  const Request& request() const { return request_; }

 private:
  std::string_view hold(std::string_view text);

  std::string bytes_;
  std::vector<HeaderView> headers_;
  Request request_;
};

/// The first header of that name (ASCII case does not count), or null.
const HeaderView* find_header(const Request& request, std::string_view name);

/// The value of that header; empty where there is none.
std::string_view header_value(const Request& request, std::string_view name);

/// Whether a text can be the name of a header field (RFC 9110, 5.6.2).
bool is_field_name(std::string_view text);

/// How a server sends an answer; the default is at once and whole.
struct Delivery {
  /// What happens to the connection behind the last byte that is sent.
  enum class AfterLastByte : std::uint8_t {
    normal,  ///< as HTTP says
    close,   ///< it is closed
    reset,   ///< the client meets a reset
    never    ///< nothing: the client waits until it gives up
  };
  static constexpr std::size_t k_whole = std::numeric_limits<std::size_t>::max();

  std::chrono::milliseconds delay{0};  ///< before the first byte
  std::size_t bytes_per_second = 0;    ///< 0: as fast as the client takes them
  std::size_t cut_after = k_whole;     ///< bytes to send, header included; `ending` must not be normal
  AfterLastByte ending = AfterLastByte::normal;

  bool operator==(const Delivery&) const = default;
};

/// A text that is known when the program is compiled.
struct StaticText {
  consteval StaticText(std::string_view known) : text(known) {}
  consteval StaticText(const char* known) : text(known) {}

  std::string_view text;
};

/// The name of a media type. A static text costs nothing; any other is held, and shared by copies.
class MediaType {
 public:
  MediaType() = default;
  explicit MediaType(StaticText known) : text_(known.text) {}
  explicit MediaType(std::string text)
      : held_(std::make_shared<const std::string>(std::move(text))), text_(*held_) {}
  MediaType& operator=(StaticText known) { return *this = MediaType(known); }

  std::string_view text() const { return text_; }
  friend bool operator==(const MediaType& type, std::string_view text) { return type.text_ == text; }

 private:
  std::shared_ptr<const std::string> held_;
  std::string_view text_;
};

inline constexpr std::string_view k_plain_text = "text/plain;charset=UTF-8";

/// The content type of the answers of calls.
inline constexpr std::string_view k_json = "application/json;charset=UTF-8";

/// What an answer is, whatever its status and content type.
enum class ReplyKind : std::uint8_t {
  ok,       ///< what was asked for
  refused,  ///< a sentence that says why not
  fault     ///< what a fault answers instead
};

/// An answer for a server to write.
struct Reply {
  int status = 200;
  ReplyKind kind = ReplyKind::ok;
  MediaType content_type{k_plain_text};
  std::string body;
  std::shared_ptr<const std::string> shared_body{};  ///< instead of `body`; others may hold it, too
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Timestamp> date{};  ///< what its Date says; nothing: the machine's time
  Delivery delivery{};
  /// Makes the answer, where that takes long: the server calls it on a thread on which nobody else waits, and
  /// nothing else here counts. What it uses has to live as long as the server. What it returns does not set
  /// this.
  std::function<Reply()> later{};

  /// The bytes of the body, wherever they are.
  std::string_view content() const { return shared_body ? std::string_view(*shared_body) : body; }
};

/// Requests with a longer body are answered as by `Reply::later`: going through it takes long.
inline constexpr std::size_t k_brief_body = std::size_t{64} << 10U;

/// What a server calls for each request; must be thread-safe.
using Handler = std::function<Reply(const Request&)>;

/// An answer of JSON text.
Reply json_reply(std::string json);

/// A refusal in plain text.
Reply text_reply(int status, std::string text);

}  // namespace sellsign::http

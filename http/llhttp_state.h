#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <llhttp.h>

namespace sellsign::http {

/// What a parser of requests and one of answers have in common: llhttp with its table of callbacks, the
/// charging of all that belongs to the head, and a fault that llhttp 8 lets through: a chunk's data that is
/// not followed by CR LF. `State` is the derived class; it says what each piece means:
///   limit(), too_long()          how much text the head may hold, and what to do beyond
///   first_line(at, length)       a piece of the request target or the reason phrase
///   name(at, length, is_new)     a piece of a field's name
///   value(at, length), value_done()
///   head_complete(), body(at, length), complete()
/// and, if it wants to know, message_begin(). Each returns what llhttp expects of the callback.
template <class State>
struct LlhttpState {
  llhttp_t parser{};
  std::size_t charged = 0;  ///< text of first lines, fields, trailers and chunk extensions
  bool value_seen = true;   ///< the next field text begins a new field
  bool head_done = false;

  /// Ready for a first message.
  void init(llhttp_type_t type) {
    llhttp_init(&parser, type, &settings());
    parser.data = static_cast<State*>(this);
  }

  /// Runs the parser over the next bytes. A fault has its words in `llhttp_get_error_reason`.
  llhttp_errno_t execute(std::string_view bytes) {
    piece_end = bytes.data() + bytes.size();
    if (const int result = take_owed(bytes); result != HPE_OK) return static_cast<llhttp_errno_t>(result);
    return llhttp_execute(&parser, bytes.data(), bytes.size());
  }

  /// Forgets a message that ended or was given up.
  void clear_framing() {
    charged = 0;
    value_seen = true;
    head_done = false;
    owed = 0;
  }

  /// Whether the connection may carry another message: as llhttp says, which overlooks that `close` counts
  /// more than `keep-alive` beside it.
  bool should_keep_alive() const {
    return (parser.flags & F_CONNECTION_CLOSE) == 0 && llhttp_should_keep_alive(&parser) == 1;
  }

  /// Counts text of the head.
  int charge(std::size_t length) {
    charged += length;
    return charged <= self().limit() ? HPE_OK : self().too_long();
  }

 private:
  static constexpr std::size_t k_field_overhead = 4;  // colon, space, end of line

  const char* piece_end = nullptr;  ///< of the bytes at hand
  std::uint64_t chunk_left = 0;     ///< bytes of the chunk at hand that are still to come
  int owed = 0;                     ///< bytes of the CR LF behind a chunk's data that are still to come

  int malformed(const char* reason) {
    llhttp_set_error_reason(&parser, reason);
    return HPE_USER;
  }

  /// Looks at what follows the data of a chunk.
  int take_owed(std::string_view bytes) {
    for (; owed > 0 && !bytes.empty(); --owed, bytes.remove_prefix(1))
      if (bytes.front() != (owed == 2 ? '\r' : '\n')) return malformed("a chunk does not end with CR LF");
    return HPE_OK;
  }

  int take_body(const char* at, std::size_t length) {
    if (const int result = self().body(at, length); result != HPE_OK) return result;
    if ((parser.flags & F_CHUNKED) == 0 || (chunk_left -= length) != 0) return HPE_OK;
    owed = 2;
    return take_owed({at + length, piece_end});
  }

  State& self() { return static_cast<State&>(*this); }
  static State& of(llhttp_t* parser) { return *static_cast<State*>(parser->data); }

  static int on_first_line(llhttp_t* parser, const char* at, std::size_t length) {
    const int result = of(parser).first_line(at, length);
    return result != HPE_OK ? result : of(parser).charge(length);
  }

  /// Names and values of trailers are charged only.
  static int on_name(llhttp_t* parser, const char* at, std::size_t length) {
    State& state = of(parser);
    if (!state.head_done) {
      const bool is_new = state.value_seen;
      state.value_seen = false;
      if (const int result = state.name(at, length, is_new); result != HPE_OK) return result;
    }
    return state.charge(length);
  }

  static int on_value(llhttp_t* parser, const char* at, std::size_t length) {
    State& state = of(parser);
    if (!state.head_done)
      if (const int result = state.value(at, length); result != HPE_OK) return result;
    return state.charge(length);
  }

  static int on_value_done(llhttp_t* parser) {
    State& state = of(parser);
    state.value_seen = true;
    if (!state.head_done)
      if (const int result = state.value_done(); result != HPE_OK) return result;
    return state.charge(k_field_overhead);
  }

  static int on_head_complete(llhttp_t* parser) {
    of(parser).head_done = true;
    return of(parser).head_complete();
  }

  static const llhttp_settings_t& settings() {
    static const llhttp_settings_t filled = [] {
      llhttp_settings_t table;
      llhttp_settings_init(&table);
      if constexpr (requires(State & state) { state.message_begin(); })
        table.on_message_begin = [](llhttp_t* parser) { return of(parser).message_begin(); };
      table.on_url = table.on_status = on_first_line;
      table.on_header_field = on_name;
      table.on_header_value = on_value;
      table.on_header_value_complete = on_value_done;
      table.on_headers_complete = on_head_complete;
      table.on_chunk_extension_name = table.on_chunk_extension_value =
          [](llhttp_t* parser, const char*, std::size_t length) { return of(parser).charge(length); };
      table.on_chunk_header = [](llhttp_t* parser) {
        of(parser).chunk_left = parser->content_length;
        return 0;
      };
      table.on_body = [](llhttp_t* parser, const char* at, std::size_t length) {
        return of(parser).take_body(at, length);
      };
      table.on_message_complete = [](llhttp_t* parser) { return of(parser).complete(); };
      return table;
    }();
    return filled;
  }
};

}  // namespace sellsign::http

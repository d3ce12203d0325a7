#pragma once

#include <string>
#include <string_view>

namespace sellsign {

/// Whether a byte is an ASCII control character.
bool is_control(char c);

/// A `printf` command that writes the bytes, whatever they are; without a control character in itself.
std::string printf_command(std::string_view bytes);

/// One word of a shell's line that stands for the text. Line feeds at the end of a text that holds control
/// characters are lost, as in every command substitution.
std::string shell_word(std::string_view text);

}  // namespace sellsign

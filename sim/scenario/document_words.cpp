#include "scenario/document_words.hpp"

#include <array>

namespace caravan::scenario {

namespace {

struct Translation {
  std::string_view beginning;  ///< of the parser's message
  Reason reason;
};

constexpr std::string_view kColonHelp =
    "indent entries of one map alike, one `key: value` a line; put quotes around a text that holds "
    "`: `";

// The messages are those of yaml-cpp 0.7, exceptions.h.
constexpr std::array kTranslations{
    Translation{
        "the referenced anchor",
        {"alias", "`*` begins an alias, which scenarios do not have",
         "write the value out, or use `extends:`; put quotes around a text that begins with `*`"}},
    Translation{"cannot assign multiple anchors",
                {"anchor", "`&` begins an anchor, which scenarios do not have",
                 "write the value out, or use `extends:`"}},
    Translation{"anchor not found",
                {"anchor", "`&` begins an anchor, which scenarios do not have",
                 "put quotes around a text that begins with `&`"}},
    Translation{"illegal character found while scanning anchor",
                {"anchor", "`&` begins an anchor, which scenarios do not have",
                 "put quotes around a text that begins with `&`"}},
    Translation{"alias not found",
                {"alias", "`*` begins an alias, which scenarios do not have",
                 "put quotes around a text that begins with `*`"}},
    Translation{"illegal character found while scanning alias",
                {"alias", "`*` begins an alias, which scenarios do not have",
                 "put quotes around a text that begins with `*`"}},
    Translation{"cannot assign multiple tags",
                {"tag", "`!` begins a tag, which scenarios do not have",
                 "put quotes around a text that begins with `!`"}},
    Translation{"illegal character found while scanning tag",
                {"tag", "`!` begins a tag, which scenarios do not have",
                 "put quotes around a text that begins with `!`"}},
    Translation{"tag handle",
                {"tag", "`!` begins a tag, which scenarios do not have",
                 "put quotes around a text that begins with `!`"}},
    Translation{"end of verbatim tag",
                {"tag", "`!` begins a tag, which scenarios do not have",
                 "put quotes around a text that begins with `!`"}},
    Translation{"end of map flow",
                {"syntax", "a map that opens with `{` does not end with `}`",
                 "separate its entries by `,` and close it with `}`"}},
    Translation{"end of sequence flow",
                {"syntax", "a list that opens with `[` does not end with `]`",
                 "separate its items by `,` and close it with `]`"}},
    Translation{"end of map",
                {"syntax", "this line belongs to no entry of the map above it",
                 "indent entries of one map alike"}},
    Translation{"end of sequence",
                {"syntax", "this line belongs to no item of the list above it",
                 "begin each item with `- `, all indented alike"}},
    Translation{"illegal map value", {"syntax", "a `:` is out of place here", kColonHelp}},
    Translation{"illegal map key", {"syntax", "a key is out of place here", kColonHelp}},
    Translation{"illegal block entry",
                {"syntax", "a `-` is out of place here",
                 "put the items of a list on lines of their own, indented alike"}},
    Translation{"illegal flow end",
                {"syntax", "a `]` or `}` closes nothing here",
                 "remove it, or open the list or map that it should close"}},
    Translation{"unknown token",
                {"syntax", "no value can begin like this",
                 "put quotes around a text that begins with a sign such as @ ` % ? :"}},
    Translation{"unknown escape",
                {"syntax", "unknown escape after a backslash",
                 "write a backslash as `\\\\`, or use single quotes"}},
    Translation{"bad character found while scanning hex",
                {"syntax", "an escape such as \\x1b wants hexadecimal digits",
                 "write a backslash as `\\\\`, or use single quotes"}},
    Translation{"invalid unicode",
                {"syntax", "an escape names a character that does not exist",
                 "write the character itself"}},
    Translation{"illegal EOF",
                {"unclosed-quote", "the file ends within a quoted text", "close the quote"}},
    Translation{
        "illegal document indicator",
        {"unclosed-quote", "a quoted text runs into a line of `---` or `...`", "close the quote"}},
    Translation{"illegal tab", {"tab", "a tab indents this line", "indent with blanks"}},
    Translation{
        "cannot set zero",
        {"syntax", "a text block cannot be indented by 0", "remove the number after `|` or `>`"}},
    Translation{"unexpected character in block",
                {"syntax", "after `|` or `>` the text begins on the next line",
                 "move the text to the next line"}},
    Translation{"bad file", {"depth", "lists and maps are nested too deep", "use fewer levels"}},
};

}  // namespace

Reason reason_of(std::string_view parser_message) {
  for (Translation const& translation : kTranslations) {
    if (parser_message.starts_with(translation.beginning)) return translation.reason;
  }
  return {"syntax", "this is not YAML", kColonHelp};
}

}  // namespace caravan::scenario

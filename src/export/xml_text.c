#include "export/xml_text.h"

void xml_append(TextBuffer *out, Text text, XmlPlace place) {
    const char *at = text.bytes, *end = text.bytes + text.length;
    while (at < end) {
        const char *from = at;
        int32_t c = utf8_next(&at, end);
        bool none = c < 0 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
        if (none) {
            text_append_code_point(out, 0xFFFD);
        } else if (c == '\n' && place == XML_LINES) {
            text_append_char(out, '\n');
        } else if (c < 0x20) {
            text_append_char(out, ' ');
        } else if (c == '<') {
            text_append_string(out, "&lt;");
        } else if (c == '>') {
            text_append_string(out, "&gt;");
        } else if (c == '&') {
            text_append_string(out, "&amp;");
        } else if (c == '"' && place == XML_ATTRIBUTE) {
            text_append_string(out, "&quot;");
        } else {
            text_append(out, from, (size_t)(at - from));
        }
    }
}

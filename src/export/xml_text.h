/* Text as XML wants it, whatever the text is. */
#ifndef LASTREF_EXPORT_XML_TEXT_H
#define LASTREF_EXPORT_XML_TEXT_H

#include "base/text.h"

/* Appends valid UTF-8 that XML 1.0 and HTML may hold, as it is drawn: markup is escaped, a control
 * character is a blank, what is no character is U+FFFD. With `lines` line feeds are kept. Fit for
 * content and for attributes in double quotes. */
void xml_append(TextBuffer *out, Text text, bool lines);

#endif

/* Text as XML wants it, whatever the text is. */
#ifndef LASTREF_EXPORT_XML_TEXT_H
#define LASTREF_EXPORT_XML_TEXT_H

#include "base/text.h"

typedef enum XmlPlace {
    XML_CONTENT,  /* one line: line feeds are blanks */
    XML_LINES,    /* content of several lines */
    XML_ATTRIBUTE /* in double quotes */
} XmlPlace;

/* Appends valid UTF-8 that XML 1.0 and HTML may hold, as it is drawn: markup is escaped, a control
 * character is a blank, what is no character is U+FFFD. */
void xml_append(TextBuffer *out, Text text, XmlPlace place);

#endif

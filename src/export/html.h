/* Steps of a history as one HTML file: the code with its current line, what each step did, its
 * picture, to go through by button, key and slider.
 *
 * The file is whole in itself: it asks for nothing from anywhere. Without its script it shows all
 * steps one below the other, and so it prints. It follows the reader's light or dark scheme;
 * screen readers hear each step and its picture in words. Nothing in it tells a time: the same
 * steps give the same bytes. Whatever the texts are, the result is valid HTML5.
 *
 *     Html *html = html_create(&page);
 *     for each step: html_add(html, &step, &error)
 *     html_finish(html, &bytes, &error);      also after a failure: frees it */
#ifndef LASTREF_EXPORT_HTML_H
#define LASTREF_EXPORT_HTML_H

#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

enum {
    HTML_STEPS_MAX = 2000,
    HTML_BYTES_MAX = 64 << 20 /* of all steps */
};

/* All texts are UTF-8, borrowed by html_create until html_finish. */
typedef struct HtmlPage {
    Text title;          /* "Garbage collection", or the file's name */
    Text file;           /* its name, without folders */
    Text code;           /* the whole script; empty: there is none */
    Text printed;        /* what was printed before the first of the steps */
    Text language;       /* of the words: "de"; empty: "en" */
    uint32_t steps;      /* of the whole history */
    float width, height; /* of each picture, CSS pixels: it is not drawn much smaller. 0: unknown */
} HtmlPage;

/* Texts are only borrowed by the call. */
typedef struct HtmlStep {
    uint32_t number;  /* from 1 */
    uint32_t line;    /* of the code, about to run, from 1; 0: none is */
    uint32_t ran;     /* of the code, has just run; 0: none has */
    Text statement;   /* that the step is of, when it is not one of the code's */
    Text title;       /* what happened in a few words; may be empty */
    Text narration;   /* what happened; paragraphs end in line feeds; may be empty */
    Text printed;     /* by this step */
    Text description; /* the picture in words */
    Text picture; /* SVG as part of a page: see SvgPicture.inside; ids differ from step to step */
    Text dark_picture; /* the same in the dark theme, with the same ids. The light one stands in
                          both schemes when this is empty or differs in more than colours */
} HtmlStep;

typedef struct Html Html;

Html *html_create(const HtmlPage *page);

/* Appends a step; numbers go up. False with a message when the file gets too large. */
bool html_add(Html *html, const HtmlStep *step, Error *error);

/* Appends the file to `out` and destroys the writer. False with a message, and nothing is appended,
 * when a call before has failed or there is no step. */
bool html_finish(Html *html, TextBuffer *out, Error *error);

#endif

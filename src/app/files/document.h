/* A .lastref file: a history with its script, where the cards lie, how it is looked at. As data,
 * and as the JSON that src/timeline/saved_history.md describes.
 *
 * Reading takes nothing on trust: sizes, depths, types and ranges are checked before anything is
 * made of a file, and a message names the member that is wrong. It executes nothing. */
#ifndef LASTREF_APP_FILES_DOCUMENT_H
#define LASTREF_APP_FILES_DOCUMENT_H

#include "base/error.h"
#include "layout/layout.h"
#include "scene/scene.h"
#include "timeline/saved_history.h"

enum {
    DOCUMENT_VERSION = 1,
    DOCUMENT_BYTES_MAX = 8 << 20, /* of a file: reading one takes some fifty times that at worst */
    DOCUMENT_SPOTS_MAX = 10000,
    DOCUMENT_CHOICES_MAX = 10000 /* of each kind */
};

/* A zeroed one is empty. */
typedef struct Document {
    SavedHistory history;
    char title[120], about[300]; /* of a scene to start from; empty: it is none */

    /* where the cards lie */
    float lane_right; /* pixels; 0: not known */
    Array(LayoutSpot) spots;

    /* how it is looked at; `seen` false: nothing is said */
    bool seen;
    Point pan;
    float zoom;
    SceneOptions options;
    bool sandbox; /* the left pane shows the sandbox, not the script */
    Array(Handle) pulled, opened;
    Array(uint64_t) inline_types;

    /* in a journal only: what was open when the program ended */
    TextBuffer file; /* the document's own; empty: it had none */
    bool has_editor;
    TextBuffer editor; /* text that was edited and had not run */
} Document;

void document_deinit(Document *document);

/* Appends the JSON. False with a message when it would be too large to be read again, or when a
 * text in it is no UTF-8. */
bool document_write(const Document *document, TextBuffer *out, Error *error);

/* Fills an empty one; on failure it is empty again and the message says what is wrong where. */
bool document_read(Text json, Document *document, Error *error);

/* Whether a file is meant to be a document and not a script: by its name, else by how it begins. */
bool document_is_meant(const char *path, Text bytes);

#endif

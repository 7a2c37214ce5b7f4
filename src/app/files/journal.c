#include "app/files/journal.h"

#include "app/app_state.h"
#include "base/translate.h"

#include "base/hash.h"

enum { TYPED_MS = 500 /* how long typed text may wait */ };

static bool is_needed(const App *app) {
    return app->editor.unsaved || files_unsaved(app);
}

static void remove_journal(App *app) {
    Journal *journal = &app->journal;
    if (journal->written && app->config.remove_file) {
        app->config.remove_file(app->config.context, app->config.journal_path);
    }
    *journal = (Journal){.failed = journal->failed};
}

/* What is written in it: the statements and places, never 0; the edited text. */
static uint64_t mark_of(const App *app) {
    return hash_mix(app->file.mark ^ hash_mix(app->file.places + 1)) | 1;
}

static uint32_t version_of(const App *app) {
    return app->editor.unsaved ? app->editor.area.edit.version : 0;
}

/* Its text, with what was under the hand and not in the history. */
static bool describe(App *app, TextBuffer *json, Error *error) {
    Document document;
    files_describe(app, &document);
    if (app->file.path) text_append_string(&document.file, app->file.path);
    Text text = edit_text(&app->editor.area.edit);
    document.has_editor = app->editor.unsaved;
    if (document.has_editor) text_append(&document.editor, text.bytes, text.length);
    bool ok = document_write(&document, json, error);
    document_deinit(&document);
    return ok;
}

bool journal_write(App *app) {
    Journal *journal = &app->journal;
    if (!app->config.journal_path || !app->config.write_file) return false;
    journal->mark = mark_of(app);
    journal->version = version_of(app);
    journal->due = 0;
    TextBuffer json = {0};
    Error error;
    bool ok = describe(app, &json, &error) &&
              app->config.write_file(app->config.context, app->config.journal_path,
                                     text_view(&json), &error);
    text_deinit(&json);
    if (ok) {
        journal->written = true;
        journal->failed = false;
    } else if (!journal->failed) {
        journal->failed = true; /* told once, tried again at each change */
        app_say(app, true, _("What you do is not kept against a crash: %s"), error.message);
    }
    return ok;
}

void journal_tick(App *app) {
    Journal *journal = &app->journal;
    bool possible = app->config.journal_path && app->config.write_file;
    if (!possible || loading_is_under_way(app)) return;
    if (!is_needed(app)) {
        if (journal->written || journal->due || journal->mark) remove_journal(app);
        return;
    }
    bool typed = version_of(app) != journal->version;
    if (typed && !journal->due) journal->due = app->now + TYPED_MS;
    if (mark_of(app) == journal->mark && (!typed || app->now < journal->due)) return;
    journal_write(app);
}

void journal_end(App *app) {
    if (app->config.journal_path) remove_journal(app);
}

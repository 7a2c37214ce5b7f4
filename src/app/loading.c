#include "app/loading.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    AT_ONCE_MS = 80, /* scripts that end within it are shown without a word */
    SWEEP_MS = 1600
};

static void work(void *context) {
    Loading *loading = context;
    Opening *opening = &loading->opening;
    if (opening->document) {
        opening->result = saved_history_replay(&opening->document->history, loading->timeline,
                                               &opening->cancel, &opening->error);
    } else {
        timeline_run(loading->timeline, loading->name, loading->source);
    }
}

void opening_deinit(Opening *opening) {
    if (opening->document) document_deinit(opening->document);
    memory_free(opening->document);
    memory_free(opening->path);
    memory_free(opening->journal);
    *opening = (Opening){0};
}

static void finish(App *app) {
    Loading loading = app->loading;
    worker_join(loading.worker);
    app->loading = (Loading){0};
    if (!loading.opening.document) {
        app_opened(app, loading.timeline);
        return;
    }
    files_opened(app, loading.timeline, &loading.opening);
    opening_deinit(&loading.opening);
}

/* Without a thread where the app has none. */
static void start(App *app) {
    app->loading.since = app->now;
    if (!app->config.background) {
        work(&app->loading);
        finish(app);
        return;
    }
    app->loading.worker = worker_start(work, &app->loading);
    if (worker_wait(app->loading.worker, AT_ONCE_MS)) finish(app);
}

void loading_start(App *app, Timeline *timeline) {
    app->loading = (Loading){.timeline = timeline,
                             .name = app->path,
                             .source = {text_cstr(&app->source), app->source.length}};
    start(app);
}

void loading_document(App *app, Timeline *timeline, Opening opening) {
    loading_drop(app);
    hand_cancel(app);
    app->playing = app->inside.playing = app->menu.open = false;
    app->ui.focus = 0;
    app->loading = (Loading){.timeline = timeline, .opening = opening};
    start(app);
}

bool loading_is_under_way(const App *app) {
    return app->loading.worker != NULL;
}

bool loading_is_document(const App *app) {
    return loading_is_under_way(app) && app->loading.opening.document;
}

void loading_tick(App *app) {
    if (loading_is_under_way(app) && worker_is_done(app->loading.worker)) finish(app);
}

void loading_cancel(App *app) {
    if (!loading_is_under_way(app)) return;
    atomic_store(&app->loading.opening.cancel, true);
    timeline_interrupt(app->loading.timeline);
}

void loading_drop(App *app) {
    if (!loading_is_under_way(app)) return;
    loading_cancel(app);
    worker_join(app->loading.worker);
    timeline_destroy(app->loading.timeline);
    opening_deinit(&app->loading.opening);
    app->loading = (Loading){0};
}

/* "1,234,567" */
static void write_number(uint32_t number, char *out, size_t size) {
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%u", number);
    size_t at = 0;
    for (int i = 0; i < length && at + 2 < size; i++) {
        if (i > 0 && (length - i) % 3 == 0) out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

void loading_card(App *app) {
    if (!loading_is_under_way(app)) return;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Rect area = app->panes.canvas;
    const float height = 136, pad = 22;
    float width = fminf(380, area.w - 32);
    Rect card = {floorf(area.x + (area.w - width) / 2), floorf(area.y + (area.h - height) * 0.4f),
                 width, height};
    char number[24], text[128];
    write_number(timeline_progress(app->loading.timeline), number, sizeof number);
    snprintf(text, sizeof text, _("%s steps so far"), number);
    if (loading_is_document(app)) draw_fill(ui->list, app->panes.window, theme->overlay);
    draw_box(ui->list, card,
             (BoxStyle){.fill = theme->panel,
                        .radius = 12,
                        .stroke = {.color = theme->border, .width = 1},
                        .shadow = theme->shadow,
                        .shadow_blur = 12,
                        .shadow_y = 3});
    ui_text(ui, (Point){card.x + pad, card.y + 28}, FONT_UI_BOLD, 14.5f, theme->text,
            loading_is_document(app) ? _("The document is opened") : _("The script runs"));
    ui_text(ui, (Point){card.x + pad, card.y + 54}, FONT_UI, 13, theme->text_muted, text);
    Rect track = {card.x + pad, card.y + 76, width - 2 * pad, 4};
    float part = (float)((app->now - app->loading.since) % SWEEP_MS) / SWEEP_MS;
    float piece = track.w * 0.25f;
    draw_box(ui->list, track, (BoxStyle){.fill = theme->track, .radius = 2});
    draw_box(ui->list, (Rect){track.x + (track.w - piece) * part, track.y, piece, track.h},
             (BoxStyle){.fill = theme->accent, .radius = 2});
    float button = ui_button_width(ui, _("Stop here"));
    Rect rect = {rect_right(card) - pad - button, card.y + 88, button, 30};
    if (ui_button(ui, "loading.cancel", rect, _("Stop here"), UI_PLAIN, true,
                  loading_is_document(app) ? _("What is open stays")
                                           : _("Ends the run; the steps so far are kept"))) {
        loading_cancel(app);
    }
}

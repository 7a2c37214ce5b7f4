#include "app/sheets/help_sheet.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"

#include <math.h>
#include <string.h>

static const float ROW = 27, PAD = 28, GAP = 16, KEYS = 96, COLUMN_LEAST = 356;

typedef struct Hand {
    const char *gesture, *does;
} Hand;

static const Hand hands[] = {
    {N_("Drag a name or item to an object"), N_("makes the reference")},
    {N_("Click a hollow dot"), N_("pulls the value out")},
    {N_("Middle or right drag"), N_("moves the canvas")},
    {N_("Wheel"), N_("zooms, or scrolls, as it is set")},
    {N_("Drag a card"), N_("puts it elsewhere")},
    {N_("Click a line number"), N_("runs to that line; with Shift back")},
    {N_("Double-click a value's card"), N_("puts it back")},
    {N_("Double-click the empty canvas"), N_("finds what to make or do")},
};

static const Hand typing[] = {
    {N_("Enter"), N_("runs what is whole; else a new line")},
    {N_("Shift+Enter"), N_("always a new line")},
    {N_("Up, Down"), N_("recall what was typed at the prompt")},
    {N_("Tab"), N_("completes at the prompt; indents")},
    {N_("Ctrl+Space"), N_("completes in the editor")},
    {N_("Ctrl+/"), N_("makes lines comments, or takes it back")},
    {N_("Alt+Up, Alt+Down"), N_("move lines")},
    {N_("Ctrl+D"), N_("doubles lines")},
};

enum { HANDS = sizeof hands / sizeof *hands, TYPING = sizeof typing / sizeof *typing };

static float key_width(const Ui *ui, const char *left) {
    return ui_width(ui, FONT_UI_MEDIUM, 12, left) + 14;
}

/* From the row's left edge to what stands beside the key. */
static float words_at(const Ui *ui, const char *left) {
    return fmaxf(key_width(ui, left) + 12, KEYS);
}

static void draw_row(Ui *ui, Point at, float column, const char *left, const char *right) {
    const Theme *theme = ui->theme;
    float x = at.x, y = at.y, width = key_width(ui, left), words = words_at(ui, left);
    draw_box(ui->list, (Rect){x, y - 10, width, 20},
             (BoxStyle){.fill = theme->panel_card, .radius = 5});
    ui_text(ui, (Point){x + 7, y}, FONT_UI_MEDIUM, 12, theme->text, left);
    draw_string(ui->list, (Point){x + words, y},
                (TextStyle){.face = FONT_UI,
                            .size = 13,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = column - words},
                right);
}

/* Each column of the sheet, from above. */
static const char *const left_groups[] = {N_("File"), N_("Time"), N_("Python"), N_("Script")};
static const char *const right_groups[] = {N_("Window"), N_("Canvas"), N_("Object"),
                                           N_("Presenting")};
enum {
    LEFT_GROUPS = sizeof left_groups / sizeof *left_groups,
    RIGHT_GROUPS = sizeof right_groups / sizeof *right_groups
};

static const float GROUP_GAP = 8; /* under a group */

/* Returns where the next one begins; without a column nothing is drawn. */
static float put_group(Ui *ui, float x, float y, const char *group, float column) {
    bool drawn = column > 0;
    size_t count;
    const Action *actions = actions_all(&count);
    if (drawn) ui_text(ui, (Point){x, y}, FONT_UI_BOLD, 12.5f, ui->theme->text_muted, _(group));
    y += ROW;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(actions[i].group, group) != 0 || !actions[i].keys[0]) continue;
        if (drawn) {
            TextBuffer key = {0};
            action_append_key(&actions[i], &key);
            draw_row(ui, (Point){x, y}, column, text_cstr(&key), action_title(&actions[i]));
            text_deinit(&key);
        }
        y += ROW;
    }
    return y + GROUP_GAP;
}

/* Returns the height of the column. */
static float put_column(Ui *ui, Point at, const char *const *groups, size_t count, float column) {
    float y = at.y;
    for (size_t i = 0; i < count; i++) y = put_group(ui, at.x, y, groups[i], column);
    return y - at.y;
}

/* What is in no table of actions, in two columns. */
static void draw_hands(Ui *ui, Point at, float column, const char *heading, const Hand *rows,
                       size_t count) {
    ui_text(ui, at, FONT_UI_BOLD, 12.5f, ui->theme->text_muted, heading);
    for (size_t i = 0; i < count; i++) {
        Point row = {i % 2 ? at.x + column + GAP : at.x, at.y + ROW * (float)(1 + i / 2)};
        draw_row(ui, row, column, _(rows[i].gesture), _(rows[i].does));
    }
}

static float hands_height(size_t count) {
    return ROW * (float)(1 + (count + 1) / 2) + GROUP_GAP;
}

static float hands_width(const Ui *ui, const Hand *rows, size_t count) {
    float widest = 0;
    for (size_t i = 0; i < count; i++) {
        const char *gesture = _(rows[i].gesture);
        widest = fmaxf(widest, words_at(ui, gesture) + ui_width(ui, FONT_UI, 13, _(rows[i].does)));
    }
    return widest;
}

/* As wide as the longest row, as far as the window has room for two. */
static float column_width(const App *app) {
    const Ui *ui = &app->ui;
    size_t count;
    const Action *actions = actions_all(&count);
    float widest = fmaxf(hands_width(ui, typing, TYPING), hands_width(ui, hands, HANDS));
    for (size_t i = 0; i < count; i++) {
        if (!actions[i].keys[0]) continue;
        TextBuffer key = {0};
        action_append_key(&actions[i], &key);
        float words = ui_width(ui, FONT_UI, 13, action_title(&actions[i]));
        widest = fmaxf(widest, words_at(ui, text_cstr(&key)) + words);
        text_deinit(&key);
    }
    float room = (app->panes.window.w - 40 - 2 * PAD - GAP) / 2;
    return fmaxf(fminf(ceilf(widest), room), COLUMN_LEAST);
}

void help_sheet(App *app) {
    Ui *ui = &app->ui;
    const float head = 56, foot = 58, button = 32;
    float column = column_width(app), width = 2 * column + GAP + 2 * PAD;
    float keys = fmaxf(put_column(ui, (Point){0}, left_groups, LEFT_GROUPS, 0),
                       put_column(ui, (Point){0}, right_groups, RIGHT_GROUPS, 0));
    float content = 16 + keys + 6 + hands_height(TYPING) + hands_height(HANDS);
    Rect sheet =
        sheet_panel(app, _("Shortcuts"), (Point){width, head + content + foot}, &app->help_open);
    Rect area = {sheet.x, sheet.y + head, sheet.w, sheet.h - head - foot};
    ui_scroll(ui, "help.scroll", area, content, &app->help_scroll);
    draw_clip_push(ui->list, area);
    float left = sheet.x + PAD, right = left + column + GAP;
    float top = area.y + 16 - app->help_scroll;
    ui_note(ui, "help.rows", (Rect){left, top, sheet.w - 2 * PAD, content});
    put_column(ui, (Point){left, top}, left_groups, LEFT_GROUPS, column);
    put_column(ui, (Point){right, top}, right_groups, RIGHT_GROUPS, column);
    float y = top + keys + 6;
    draw_hands(ui, (Point){left, y}, column, _("Typing"), typing, TYPING);
    y += hands_height(TYPING);
    draw_hands(ui, (Point){left, y}, column, _("Mouse"), hands, HANDS);
    draw_clip_pop(ui->list);
    const char *about = action_title(action_get("help.about"));
    float middle = rect_bottom(sheet) - foot / 2;
    draw_fill(ui->list, (Rect){left, rect_bottom(sheet) - foot, sheet.w - 2 * PAD, 1},
              ui->theme->border);
    action_button(app, "help.about",
                  (Rect){left, middle - button / 2, ui_button_width(ui, about), button}, about,
                  UI_PLAIN, ACTION_TELLS_HELP);
}

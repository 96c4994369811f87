/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel's choices, with the hand on its widgets: what is chosen reaches the session, what the session
 * says is shown. */
#include "app/panel/sl-panel.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <adwaita.h>
#include <glib/gstdio.h>

#include "ui/compat/sl-compat.h"
#include "ui/widgets/sl-param-row.h"
#include "tests/ui/widgets.h"

/* Longer than any machine needs to open a dialogue, sanitizers included. */
#define LIMIT_US (60 * G_USEC_PER_SEC)

static SlTemplates *templates;
static char *folder;

typedef struct {
  SlSession *session;
  SlPanel *panel;
  GtkWidget *window, *box;
  char *message;
} Fixture;

static void
message_cb (Fixture *f, const char *text)
{
  g_free (f->message);
  f->message = g_strdup (text);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *expanded[] = { "main-sequence", "metals", "gas", "dust", "observation", NULL };

  f->session = sl_session_new ();
  f->window = adw_window_new ();
  f->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  f->panel = sl_panel_new (GTK_BOX (f->box), f->session, expanded);
  sl_session_set_line_names (f->session, (const char *const *) templates->line_name, templates->n_line);
  sl_panel_set_templates (f->panel, templates);
  adw_window_set_content (ADW_WINDOW (f->window), f->box);
  gtk_window_present (GTK_WINDOW (f->window));
  g_signal_connect_swapped (f->session, "message", G_CALLBACK (message_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sl_panel_free (f->panel);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* Nobody else holds it: the list of lines let go of it. */
  g_assert_finalize_object (f->session);
  g_free (f->message);
}

static const SlGalaxy *
galaxy (Fixture *f)
{
  return sl_session_get_galaxy (f->session);
}

/* The widget of an option. */
static GtkWidget *
widget_of (Fixture *f, SlOptionId id)
{
  const SlOptionInfo *info = sl_option_info (id);
  GtkWidget *widget =
      seek (f->box, info->is_switch ? GTK_TYPE_CHECK_BUTTON : GTK_TYPE_DROP_DOWN, info->tooltip);

  g_assert_nonnull (widget);
  return widget;
}

static guint
shown (Fixture *f, SlOptionId id)
{
  GtkWidget *widget = widget_of (f, id);

  return GTK_IS_CHECK_BUTTON (widget) ? (guint) gtk_check_button_get_active (GTK_CHECK_BUTTON (widget))
                                      : gtk_drop_down_get_selected (GTK_DROP_DOWN (widget));
}

static void
choose (Fixture *f, SlOptionId id, guint value)
{
  GtkWidget *widget = widget_of (f, id);

  if (GTK_IS_CHECK_BUTTON (widget))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), value);
  else
    gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), value);
}

static gboolean
row_shown (Fixture *f, SlParamId id)
{
  return gtk_widget_get_visible (sl_panel_get_row (f->panel, id));
}

static const char *
reason (Fixture *f, SlParamId id)
{
  return sl_param_row_get_inactive_reason (SL_PARAM_ROW (sl_panel_get_row (f->panel, id)));
}

static void
test_options (Fixture *f, gconstpointer data)
{
  for (int id = 0; id < SL_N_OPTIONS; id++)
    {
      const guint before = sl_galaxy_option (galaxy (f), id);

      g_assert_cmpuint (shown (f, id), ==, before);
      for (guint value = 0; value < sl_option_info (id)->n_values; value++)
        {
          if (value == before || strcmp (sl_option_value_name (id, value), "table") == 0)
            continue;
          choose (f, id, value);
          g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, value);
          g_assert_true (sl_session_undo (f->session));
          g_assert_cmpuint (shown (f, id), ==, before);
          g_assert_false (sl_session_get_can_undo (f->session));
          g_assert_true (sl_session_redo (f->session));
          g_assert_cmpuint (shown (f, id), ==, value);
          g_assert_true (sl_session_undo (f->session));
        }
    }
  g_assert_null (f->message);
}

/* What does not act is out of sight, or says why. */
static void
test_rows (Fixture *f, gconstpointer data)
{
  g_assert_false (row_shown (f, SL_PARAM_UMIN) || row_shown (f, SL_PARAM_LGMET_SHIFT)
                  || row_shown (f, SL_PARAM_TAU));
  g_assert_true (row_shown (f, SL_PARAM_LGMET_OLD) && row_shown (f, SL_PARAM_UV_BUMP));
  g_assert_nonnull (reason (f, SL_PARAM_UV_BUMP));
  choose (f, SL_OPTION_DUST_EMISSION, TRUE);
  g_assert_true (row_shown (f, SL_PARAM_UMIN) && row_shown (f, SL_PARAM_DUST_GAMMA)
                 && row_shown (f, SL_PARAM_QPAH));
  choose (f, SL_OPTION_METALS, SL_METALS_MASS);
  g_assert_true (row_shown (f, SL_PARAM_LGMET_SHIFT) && row_shown (f, SL_PARAM_LGMET_SCATTER));
  g_assert_false (row_shown (f, SL_PARAM_LGMET_OLD));
  choose (f, SL_OPTION_UV_BUMP_FREE, TRUE);
  g_assert_null (reason (f, SL_PARAM_UV_BUMP));
  choose (f, SL_OPTION_DUST_LAW, SL_DUST_CALZETTI);
  g_assert_nonnull (reason (f, SL_PARAM_UV_BUMP));
  g_assert_nonnull (reason (f, SL_PARAM_DELTA_OLD));
  g_assert_false (gtk_widget_get_sensitive (widget_of (f, SL_OPTION_UV_BUMP_FREE)));
  /* Rows say what the law means by them. */
  choose (f, SL_OPTION_DUST_LAW, SL_DUST_CHARLOT_FALL);
  g_assert_null (gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (sl_panel_get_row (f->panel, SL_PARAM_DELTA_YOUNG)), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Slope n, birth clouds"));
  g_assert_null (gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (sl_panel_get_row (f->panel, SL_PARAM_AV_YOUNG)), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Birth clouds"));
  g_assert_cmpfloat (sl_param_row_get_value (SL_PARAM_ROW (sl_panel_get_row (f->panel, SL_PARAM_DELTA_OLD))),
                     ==, -0.7);
  choose (f, SL_OPTION_DUST_LAW, SL_DUST_CALZETTI);
  g_assert_null (gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (sl_panel_get_row (f->panel, SL_PARAM_AV_YOUNG)), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Dust, young stars"));
  for (int id = 0; id < SL_N_PARAMS; id++)
    g_assert_true (!row_shown (f, id) || (reason (f, id) == NULL) == sl_galaxy_uses (galaxy (f), id));
}

/* ---------------------------------------------------------------- tables */

/* GTK has no other way to answer the dialog behind its newer interface. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static GtkWidget *
open_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (GTK_IS_FILE_CHOOSER (l->data) && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

/* Whether a file is selected; selects it again where that has not come about for a while. A dialogue that is
 * still reading its folder may drop a selection, which a hand would then make again. */
static gboolean
selected (GtkFileChooser *chooser, GFile *file, gint64 *asked_us)
{
  g_autoptr (GFile) now = gtk_file_chooser_get_file (chooser);

  if (now && g_file_equal (now, file))
    return TRUE;
  if (g_get_monotonic_time () - *asked_us > G_USEC_PER_SEC)
    {
      g_assert_true (gtk_file_chooser_set_file (chooser, file, NULL));
      *asked_us = g_get_monotonic_time ();
    }
  return FALSE;
}

static void
answer (const char *path)
{
  GtkWidget *dialog;

  WAIT (open_dialog () != NULL);
  dialog = open_dialog ();
  if (path)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);
      GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
      gint64 asked_us;

      /* The dialogue reads the folder before it knows what is selected in it. */
      WAIT (gtk_widget_get_mapped (dialog));
      g_assert_true (gtk_file_chooser_set_file (chooser, file, NULL));
      asked_us = g_get_monotonic_time ();
      WAIT (selected (chooser, file, &asked_us));
    }
  gtk_dialog_response (GTK_DIALOG (dialog), path ? GTK_RESPONSE_ACCEPT : GTK_RESPONSE_CANCEL);
  WAIT (open_dialog () == NULL);
  /* The answer comes after the dialog has gone. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

G_GNUC_END_IGNORE_DEPRECATIONS

/* The dialogue that asks how to read a table, or NULL. */
static GtkWidget *
reading_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (SL_IS_MESSAGE_DIALOG (sl_dialog_find (l->data)))
      return sl_dialog_find (l->data);
  return NULL;
}

/* Selects a row of the list below a label. */
static void
select_below (GtkWidget *dialog, const char *label, guint row)
{
  GtkWidget *title = seek (dialog, GTK_TYPE_LABEL, label);

  g_assert_nonnull (title);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (gtk_widget_get_next_sibling (title)), row);
}

/* Uses the table or cancels. sensible: whether it can be used. times, values: rows of its lists, or -1 for
 * what it suggests; says: text of its preview or its question. */
static void
answer_reading (gboolean use, gboolean sensible, int times, int values, const char *says)
{
  GtkWidget *dialog, *button;

  WAIT (reading_dialog () != NULL);
  dialog = reading_dialog ();
  if (times >= 0)
    select_below (dialog, "First column", times);
  if (values >= 0)
    select_below (dialog, "Second column", values);
  if (says && !strstr (sl_message_dialog_get_body (SL_MESSAGE_DIALOG (dialog)), says)
      && !seek (dialog, GTK_TYPE_LABEL, says))
    g_error ("the dialogue does not say “%s”", says);
  button = seek (dialog, GTK_TYPE_BUTTON, use ? "_Use Table" : "_Cancel");
  g_assert_nonnull (button);
  g_assert_true (sl_message_dialog_get_response_enabled (SL_MESSAGE_DIALOG (dialog), "use") == sensible);
  g_signal_emit_by_name (button, "clicked");
  WAIT (reading_dialog () == NULL);
}

static char *
write_table (const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_tables (Fixture *f, gconstpointer data)
{
  static const struct { SlOptionId id; guint choice; const char *name, *text, *says; } table[] = {
    { SL_OPTION_SFH_FORM, SL_SFH_TABLE, "rates.csv", "t,sfr\n0.5,0\n4,3\n13.8,1\n",
      "mean age of the stars 6.8" },
    { SL_OPTION_METALS, SL_METALS_TABLE, "metals.txt", "0.5 -3\n13.8 -1.8\n", "lg Z −3.00 … −1.80" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const SlOptionId id = table[i].id;
      g_autofree char *good = write_table (table[i].name, table[i].text),
                      *bad = write_table ("bad.csv", "1 2\n2 x\n");
      const guint before = sl_galaxy_option (galaxy (f), id);
      GtkWidget *button;

      /* Without a file nothing has been chosen. */
      g_assert_null (seek (f->box, GTK_TYPE_LABEL, table[i].name));
      choose (f, id, table[i].choice);
      answer (NULL);
      g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, before);
      g_assert_cmpuint (shown (f, id), ==, before);
      g_assert_null (f->message);

      choose (f, id, table[i].choice);
      answer (bad);
      g_assert_nonnull (strstr (f->message, "line 2"));
      g_clear_pointer (&f->message, g_free);
      g_assert_cmpuint (shown (f, id), ==, before);
      g_assert_false (sl_session_get_changed (f->session));

      choose (f, id, table[i].choice);
      answer (good);
      answer_reading (FALSE, TRUE, -1, -1, table[i].says);
      g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, before);
      g_assert_cmpuint (shown (f, id), ==, before);
      g_assert_false (sl_session_get_changed (f->session));

      choose (f, id, table[i].choice);
      answer (good);
      answer_reading (TRUE, TRUE, -1, -1, table[i].says);
      g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, table[i].choice);
      g_assert_cmpuint (shown (f, id), ==, table[i].choice);
      g_assert_nonnull (seek (f->box, GTK_TYPE_LABEL, table[i].name));

      /* The button opens another; the old one stays where that is none. */
      button = seek (f->box, GTK_TYPE_BUTTON, "Open another table");
      g_assert_nonnull (button);
      g_signal_emit_by_name (button, "clicked");
      answer (bad);
      g_assert_nonnull (seek (f->box, GTK_TYPE_LABEL, table[i].name));

      /* A file that was chosen before is asked for no more. */
      choose (f, id, before);
      choose (f, id, table[i].choice);
      g_assert_null (open_dialog ());
      g_assert_cmpuint (sl_galaxy_option (galaxy (f), id), ==, table[i].choice);
      while (sl_session_undo (f->session))
        ;
      g_assert_cmpuint (shown (f, id), ==, before);
      g_clear_pointer (&f->message, g_free);
      g_unlink (good);
      g_unlink (bad);
    }
}

/* Tables in other units: the dialogue says what they look like and suggests it; other readings show what
 * comes of them, and what makes no sense cannot be used. Each is one step of undo. */
static void
test_table_units (Fixture *f, gconstpointer data)
{
  static const char history[] = "10,0.01\n2000,0.74\n6000,0.3\n10000,0.07\n13700,0.015\n";
  g_autofree char *rates = write_table ("rates-myr.csv", history),
                  *metals = write_table ("solar.csv", "0.5 -0.5\n13.8 -0.1\n");

  choose (f, SL_OPTION_SFH_FORM, SL_SFH_TABLE);
  answer (rates);
  answer_reading (FALSE, FALSE, SL_TABLE_GYR, -1, "times reach 1.37e+04 Gyr");
  g_assert_cmpuint (galaxy (f)->sfh_form, !=, SL_SFH_TABLE);
  choose (f, SL_OPTION_SFH_FORM, SL_SFH_TABLE);
  answer (rates);
  answer_reading (TRUE, TRUE, -1, -1, "times reach 13700: are they in Myr?");
  g_assert_cmpuint (galaxy (f)->sfh_form, ==, SL_SFH_TABLE);
  g_assert_cmpint (galaxy (f)->sfh_table->times, ==, SL_TABLE_MYR);
  g_assert_cmpfloat_with_epsilon (galaxy (f)->sfh_table->x[4], 13.7, 1e-12);

  g_signal_emit_by_name (seek (f->box, GTK_TYPE_BUTTON, "Open another table"), "clicked");
  answer (rates);
  answer_reading (TRUE, TRUE, SL_TABLE_LOOKBACK_MYR, -1, "Gyr before the galaxy is seen");
  g_assert_true (galaxy (f)->sfh_table->lookback);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpint (galaxy (f)->sfh_table->times, ==, SL_TABLE_MYR);
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpuint (galaxy (f)->sfh_form, !=, SL_SFH_TABLE);

  choose (f, SL_OPTION_METALS, SL_METALS_TABLE);
  answer (metals);
  answer_reading (TRUE, TRUE, -1, -1, "look like lg(Z/Z☉)");
  g_assert_cmpint (galaxy (f)->metals_table->values, ==, SL_TABLE_LGZ_SOLAR);
  g_assert_cmpfloat_with_epsilon (galaxy (f)->metals_table->y[1], -0.1 + log10 (templates->zsun), 1e-12);
  g_assert_true (sl_session_undo (f->session));
  g_assert_null (f->message);
  g_unlink (rates);
  g_unlink (metals);
}

/* Closing a window takes its dialogue along. */
static void
test_table_closing (Fixture *f, gconstpointer data)
{
  choose (f, SL_OPTION_SFH_FORM, SL_SFH_TABLE);
  WAIT (open_dialog () != NULL);
}

/* ----------------------------------------------------------------- edges */

static void
test_edges (Fixture *f, gconstpointer data)
{
  static const struct { const char *text, *says; } wrong[] = {
    { "0 1 2", "8" }, { "0 1 2 3 4 5 6 x", "x" }, { "0 1 2 3 3 5 6 7", "number 4" }, { "", "8" },
    { "1 2 3 4 5 6 7 8", "from 0" }, { "0 1 2 3 4 5 6 7 8", "9" },
  };
  GtkWidget *entry = seek (f->box, GTK_TYPE_ENTRY, "eight numbers"), *error;
  const double before = galaxy (f)->sfh_edges[7];

  g_assert_nonnull (entry);
  g_assert_false (gtk_widget_get_mapped (entry));
  choose (f, SL_OPTION_SFH_FORM, SL_SFH_CONTINUITY);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (entry)));
  error = gtk_widget_get_next_sibling (entry);

  gtk_editable_set_text (GTK_EDITABLE (entry), "0 0.1;0.2 : 0.4  1 2 4 12.5");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpfloat (galaxy (f)->sfh_edges[7], ==, 12.5);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0  0.1  0.2  0.4  1  2  4  12.5");
  g_assert_false (gtk_widget_get_visible (error));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i].text);
      g_signal_emit_by_name (entry, "activate");
      g_assert_true (gtk_widget_get_visible (error));
      g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (error)), wrong[i].says));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, wrong[i].text);
      g_assert_cmpfloat (galaxy (f)->sfh_edges[7], ==, 12.5);
    }
  g_assert_true (sl_session_undo (f->session));
  g_assert_cmpfloat (galaxy (f)->sfh_edges[7], ==, before);
  g_assert_false (gtk_widget_get_visible (error));
  g_assert_nonnull (strstr (gtk_editable_get_text (GTK_EDITABLE (entry)), "13.7"));
}

/* Numbers on screen are those of the locale, and a comma does not separate edges. */
static void
test_edges_comma (Fixture *f, gconstpointer data)
{
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));
  GtkWidget *entry = seek (f->box, GTK_TYPE_ENTRY, "eight numbers");

  if (!setlocale (LC_NUMERIC, "de_DE.UTF-8"))
    {
      g_test_skip ("no locale with a decimal comma");
      return;
    }
  choose (f, SL_OPTION_SFH_FORM, SL_SFH_CONTINUITY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0  0,03  0,1  0,33  1,1  3,6  8  13,7");
  gtk_editable_set_text (GTK_EDITABLE (entry), "0 0,05 0,1 0,33 1,1 3,6 8 12,5");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpfloat (galaxy (f)->sfh_edges[1], ==, 0.05);
  g_assert_cmpfloat (galaxy (f)->sfh_edges[7], ==, 12.5);
  setlocale (LC_NUMERIC, before);
}

/* ----------------------------------------------------------------- lines */

static void
test_lines (Fixture *f, gconstpointer data)
{
  GtkWidget *button = seek (f->box, GTK_TYPE_MENU_BUTTON, "Emission lines"), *popover, *search,
            *oxygen = NULL, *list;
  guint n = 0, visible = 0, n_oxygen = 0;

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  search = find (popover, GTK_TYPE_SEARCH_ENTRY);
  list = gtk_widget_get_parent (find (popover, GTK_TYPE_CHECK_BUTTON));
  g_assert_nonnull (seek (button, GTK_TYPE_LABEL, "Lines…"));

  /* Everything in it has a name, and each line its own. */
  for (GtkWidget *c = gtk_widget_get_first_child (list); c; c = gtk_widget_get_next_sibling (c))
    if (GTK_IS_CHECK_BUTTON (c))
      {
        gtk_test_accessible_assert_property (GTK_ACCESSIBLE (c), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                             templates->line_name[n]);
        if (strcmp (templates->line_name[n], "O III 5006.84") == 0)
          oxygen = c;
        n_oxygen += g_str_has_prefix (templates->line_name[n], "O III ");
        n++;
      }
  g_assert_cmpuint (n, ==, templates->n_line);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Search for a line");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (oxygen), FALSE);
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, 1);
  g_assert_nonnull (seek (button, GTK_TYPE_LABEL, "1 line off"));
  sl_session_undo (f->session);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (oxygen)));
  g_assert_nonnull (seek (button, GTK_TYPE_LABEL, "Lines…"));

  /* As people type it; then the buttons are about what is listed. */
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  gtk_editable_set_text (GTK_EDITABLE (search), "[OIII]");
  g_signal_emit_by_name (search, "search-changed");
  for (GtkWidget *c = gtk_widget_get_first_child (list); c; c = gtk_widget_get_next_sibling (c))
    visible += GTK_IS_CHECK_BUTTON (c) && gtk_widget_get_visible (c);
  g_assert_cmpuint (visible, ==, n_oxygen);
  g_signal_emit_by_name (seek (popover, GTK_TYPE_BUTTON, "O_ff"), "clicked");
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, n_oxygen);
  gtk_editable_set_text (GTK_EDITABLE (search), "5007");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (gtk_widget_get_visible (oxygen));
  g_signal_emit_by_name (seek (popover, GTK_TYPE_BUTTON, "_On"), "clicked");
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, n_oxygen - 1);
  gtk_editable_set_text (GTK_EDITABLE (search), "unobtainium");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (gtk_widget_get_visible (seek (list, GTK_TYPE_LABEL, "No line")));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_signal_emit_by_name (seek (popover, GTK_TYPE_BUTTON, "O_ff"), "clicked");
  g_assert_cmpuint (sl_session_count_lines_off (f->session), ==, templates->n_line);
  sl_session_reset_group (f->session, SL_GROUP_GAS);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (oxygen)));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
}

/* Every widget of a choice can be read out and reached with the keyboard. */
static void
test_names (Fixture *f, gconstpointer data)
{
  choose (f, SL_OPTION_SFH_FORM, SL_SFH_CONTINUITY);
  for (int id = 0; id < SL_N_OPTIONS; id++)
    {
      GtkWidget *widget = widget_of (f, id);

      g_assert_true (
          gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
          || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
      g_assert_true (!gtk_widget_get_sensitive (widget) || gtk_widget_get_can_focus (widget));
    }
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (seek (f->box, GTK_TYPE_ENTRY, "eight numbers")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Edges of the bins");
}

int
main (int argc, char **argv)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  folder = g_dir_make_tmp ("sl-panel-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  templates = sl_templates_load (path, &error);
  g_assert_no_error (error);
#define ADD(name, function) g_test_add ("/panel/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("options", test_options);
  ADD ("rows", test_rows);
  ADD ("tables", test_tables);
  ADD ("table-units", test_table_units);
  ADD ("table-closing", test_table_closing);
  ADD ("edges", test_edges);
  ADD ("edges-comma", test_edges_comma);
  ADD ("lines", test_lines);
  ADD ("names", test_names);
  status = g_test_run ();
  sl_templates_unref (templates);
  g_rmdir (folder);
  g_free (folder);
  return status;
}

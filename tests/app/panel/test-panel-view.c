/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the panel is shown, what a search finds, and what rows say beside their numbers. */
#include "app/panel/sl-panel.h"

#include <string.h>

#include "tests/ui/widgets.h"
#include "ui/widgets/sl-param-row.h"
#include "ui/widgets/sl-param-section.h"

/* Longer than any machine needs to show a row, sanitizers included. */
#define LIMIT_US (60 * G_USEC_PER_SEC)

static SlTemplates *templates;

typedef struct {
  SlSession *session;
  SlPanel *panel;
  GtkWidget *window, *outer, *box, *search;
  guint n_told;
} Fixture;

static void
message_cb (Fixture *f, const char *text)
{
  f->n_told++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *expanded[] = { "quenching", NULL };
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  f->session = sl_session_new ();
  f->window = gtk_window_new ();
  f->outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  f->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), f->box);
  gtk_box_append (GTK_BOX (f->outer), gtk_label_new ("above"));
  gtk_box_append (GTK_BOX (f->outer), scrolled);
  gtk_window_set_child (GTK_WINDOW (f->window), f->outer);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 360, 700);
  f->panel = sl_panel_new (GTK_BOX (f->box), f->session, expanded);
  sl_session_set_line_names (f->session, (const char *const *) templates->line_name, templates->n_line);
  sl_panel_set_templates (f->panel, templates);
  f->search = find (f->outer, GTK_TYPE_SEARCH_ENTRY);
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
  g_assert_finalize_object (f->session);
}

static SlParamRow *
row (Fixture *f, SlParamId id)
{
  return SL_PARAM_ROW (sl_panel_get_row (f->panel, id));
}

/* Whether a row is visible after scrolling to it. */
static gboolean
seen (Fixture *f, SlParamId id)
{
  return gtk_widget_get_visible (GTK_WIDGET (row (f, id)))
         && gtk_widget_get_visible (
             gtk_widget_get_ancestor (GTK_WIDGET (row (f, id)), SL_TYPE_PARAM_SECTION));
}

static guint
count_seen (Fixture *f)
{
  guint n = 0;

  for (int i = 0; i < SL_N_PARAMS; i++)
    n += seen (f, i);
  return n;
}

static void
look_for (Fixture *f, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (f->search), text);
  g_signal_emit_by_name (f->search, "search-changed");
}

/* The first widget of a type whose label has this in it and that is visible. */
static GtkWidget *
seek_visible (GtkWidget *root, GType type, const char *text)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    {
      const char *label = GTK_IS_BUTTON (root) ? gtk_button_get_label (GTK_BUTTON (root))
                                               : gtk_label_get_text (GTK_LABEL (root));

      if (label && strstr (label, text))
        return root;
    }
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    {
      GtkWidget *found = seek_visible (c, type, text);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_levels (Fixture *f, gconstpointer data)
{
  GtkWidget *simple = seek_visible (f->outer, GTK_TYPE_TOGGLE_BUTTON, "Simple");
  GtkWidget *full = seek_visible (f->outer, GTK_TYPE_TOGGLE_BUTTON, "Full"),
            *head = gtk_widget_get_ancestor (f->search, GTK_TYPE_BOX);
  GtkEditable *entry = GTK_EDITABLE (find (GTK_WIDGET (row (f, SL_PARAM_LG_QT)), GTK_TYPE_ENTRY));

  /* Above what scrolls, below what was there. */
  g_assert_true (gtk_widget_get_parent (gtk_widget_get_parent (simple)) != f->box);
  g_assert_true (gtk_widget_get_prev_sibling (head) == gtk_widget_get_first_child (f->outer));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (full)));
  g_assert_true (seen (f, SL_PARAM_LOGTC) && seen (f, SL_PARAM_LOGM0));
  g_assert_false (sl_param_row_get_simple (row (f, SL_PARAM_LOGM0)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (simple), GTK_ACCESSIBLE_PROPERTY_LABEL, "Simple");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (simple), TRUE);
  g_assert_cmpint (sl_panel_get_level (f->panel), ==, SL_PANEL_SIMPLE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (full)));
  g_assert_cmpuint (count_seen (f), ==, 10);
  for (int i = 0; i < SL_N_PARAMS; i++)
    g_assert_true (!seen (f, i) || sl_param_row_get_simple (row (f, i)));
  g_assert_null (seek_visible (f->box, GTK_TYPE_LABEL, "Halo growth"));
  /* Both levels show one state: a change in one is a change in the other. */
  sl_session_set_value (f->session, SL_PARAM_LG_QT, 1.0);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "10.0");
  sl_panel_set_level (f->panel, SL_PANEL_FULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (full)));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "1.000");
  /* Other forms have their own few. */
  sl_panel_set_level (f->panel, SL_PANEL_SIMPLE);
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  g_assert_true (seen (f, SL_PARAM_TAU) && seen (f, SL_PARAM_LGMSTAR_FORMED) && !seen (f, SL_PARAM_LG_QT));
}

/* What Simple hides and is changed, it tells. */
static void
test_note (Fixture *f, gconstpointer data)
{
  GtkWidget *note;

  sl_panel_set_level (f->panel, SL_PANEL_SIMPLE);
  g_assert_null (seek_visible (f->box, GTK_TYPE_BUTTON, "show all"));
  sl_session_set_value (f->session, SL_PARAM_LG_QT, 1.0);
  g_assert_null (seek_visible (f->box, GTK_TYPE_BUTTON, "show all"));
  sl_session_set_value (f->session, SL_PARAM_UV_BUMP, 3.0);
  /* Tied to the slope: it does nothing. */
  g_assert_cmpuint (sl_panel_count_hidden_changes (f->panel), ==, 0);
  sl_session_set_value (f->session, SL_PARAM_F_ESC, 0.5);
  note = seek_visible (f->box, GTK_TYPE_BUTTON, "1 more setting is changed");
  g_assert_nonnull (note);
  sl_session_set_option (f->session, SL_OPTION_IGM, FALSE);
  sl_session_set_line (f->session, 3, FALSE);
  g_assert_nonnull (seek_visible (f->box, GTK_TYPE_BUTTON, "3 more settings are changed"));
  g_signal_emit_by_name (note, "clicked");
  g_assert_cmpint (sl_panel_get_level (f->panel), ==, SL_PANEL_FULL);
  g_assert_false (gtk_widget_get_visible (note));
  {
    g_auto (GStrv) expanded = sl_panel_get_expanded (f->panel);

    g_assert_true (g_strv_contains ((const char *const *) expanded, "gas")
                   && g_strv_contains ((const char *const *) expanded, "observation"));
    g_assert_false (g_strv_contains ((const char *const *) expanded, "cosmology"));
  }
  /* Undo takes the note back. */
  sl_panel_set_level (f->panel, SL_PANEL_SIMPLE);
  while (sl_session_undo (f->session))
    ;
  g_assert_false (gtk_widget_get_visible (note));
}

static void
test_search (Fixture *f, gconstpointer data)
{
  static const struct { const char *text; SlParamId hit, miss;
  } table[] = {
    { "lg_qt", SL_PARAM_LG_QT, SL_PARAM_LOGM0 },     { "QUENCHING time", SL_PARAM_LG_QT, SL_PARAM_AV_OLD },
    { "time quench", SL_PARAM_LG_QT, SL_PARAM_H },   { "star formation stops", SL_PARAM_LG_QT, SL_PARAM_W0 },
    { "α", SL_PARAM_EARLY_INDEX, SL_PARAM_LOGM0 },   { "hubble", SL_PARAM_H, SL_PARAM_OM0 },
    { "Hübble", SL_PARAM_H, SL_PARAM_OM0 },          { "2175", SL_PARAM_UV_BUMP, SL_PARAM_AV_OLD },
    { "cosmology", SL_PARAM_W0, SL_PARAM_REDSHIFT }, { "magnitudes dust", SL_PARAM_AV_OLD, SL_PARAM_LOGM0 },
  };
  const guint all = count_seen (f);

  for (int level = 0; level < 2; level++)
    {
      sl_panel_set_level (f->panel, level);
      for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        {
          look_for (f, table[i].text);
          g_assert_true (seen (f, table[i].hit) && !seen (f, table[i].miss));
          /* In its group, which is unfolded for it. */
          WAIT (gtk_widget_get_mapped (GTK_WIDGET (row (f, table[i].hit))));
        }
      look_for (f, "");
      g_assert_cmpuint (count_seen (f), ==, level == SL_PANEL_SIMPLE ? 10 : all);
    }
  /* The fold is as it was. */
  {
    g_auto (GStrv) expanded = sl_panel_get_expanded (f->panel);

    g_assert_cmpuint (g_strv_length (expanded), ==, 1);
    g_assert_cmpstr (expanded[0], ==, "quenching");
  }
  /* Choices are found, too. */
  look_for (f, "calzetti");
  g_assert_cmpuint (count_seen (f), ==, 0);
  g_assert_nonnull (seek_visible (f->box, GTK_TYPE_LABEL, "Dust"));
  g_assert_null (seek_visible (f->box, GTK_TYPE_LABEL, "Metals"));

  look_for (f, "unobtainium");
  g_assert_nonnull (seek_visible (f->box, GTK_TYPE_LABEL, "Nothing matches “unobtainium”"));
  g_signal_emit_by_name (seek_visible (f->box, GTK_TYPE_BUTTON, "Clear the Search"), "clicked");
  g_assert_cmpuint (count_seen (f), ==, all);
  g_assert_null (seek_visible (f->box, GTK_TYPE_LABEL, "Nothing matches"));
  look_for (f, "hubble");
  g_signal_emit_by_name (f->search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->search)), ==, "");
  g_assert_cmpuint (count_seen (f), ==, all);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Search for a parameter");

  sl_panel_focus_search (f->panel);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), f->search));
  /* Enter goes to what was found. */
  look_for (f, "hubble");
  g_signal_emit_by_name (f->search, "activate");
  g_assert_true (
      gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), GTK_WIDGET (row (f, SL_PARAM_H))));
}

static void
test_settings (Fixture *f, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.starloom.Starloom");
  g_autofree char *kept = NULL;

  g_settings_reset (settings, "level");
  sl_panel_bind_settings (f->panel, settings);
  /* New users see the simple level. */
  g_assert_cmpint (sl_panel_get_level (f->panel), ==, SL_PANEL_SIMPLE);
  sl_panel_set_level (f->panel, SL_PANEL_FULL);
  kept = g_settings_get_string (settings, "level");
  g_assert_cmpstr (kept, ==, "full");
  g_settings_set_string (settings, "level", "simple");
  WAIT (sl_panel_get_level (f->panel) == SL_PANEL_SIMPLE);
  sl_panel_bind_settings (f->panel, NULL);
}

/* The hand locks, undo unlocks; a row whose partner is locked shows where it has stopped. */
static void
test_locks (Fixture *f, gconstpointer data)
{
  SlParamRow *drop = row (f, SL_PARAM_LG_DROP), *rejuv = row (f, SL_PARAM_LG_REJUV);
  gboolean handled;

  sl_session_set_value (f->session, SL_PARAM_LG_REJUV, -1.0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (GTK_WIDGET (rejuv), GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  g_assert_true (sl_session_get_locked (f->session, SL_PARAM_LG_REJUV));
  g_signal_emit_by_name (find (GTK_WIDGET (drop), GTK_TYPE_SCALE), "change-value", GTK_SCROLL_JUMP, -0.25,
                         &handled);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LG_DROP), ==, -1.0);
  g_assert_cmpfloat (sl_param_row_get_value (drop), ==, -1.0);
  g_assert_cmpfloat (sl_param_row_get_value (rejuv), ==, -1.0);
  g_signal_emit_by_name (find (GTK_WIDGET (drop), GTK_TYPE_SCALE), "change-value", GTK_SCROLL_JUMP, -0.1,
                         &handled);
  g_assert_cmpfloat (sl_param_row_get_value (drop), ==, -1.0);
  g_assert_cmpuint (f->n_told, ==, 1);
  while (!sl_param_set_is_empty (sl_session_get_locks (f->session)))
    g_assert_true (sl_session_undo (f->session));
  g_assert_false (sl_param_row_get_locked (rejuv));
}

static void
test_signs (Fixture *f, gconstpointer data)
{
  double derivative[SL_N_PARAMS] = { 0 };
  char *text = NULL;

  /* Seen today: redshift does not change the age. */
  g_assert_cmpint (sl_param_row_get_badge (row (f, SL_PARAM_REDSHIFT)), ==, SL_PARAM_ROW_BADGE_NOTE);
  sl_session_set_value (f->session, SL_PARAM_REDSHIFT, 1.0);
  g_assert_cmpint (sl_param_row_get_badge (row (f, SL_PARAM_REDSHIFT)), ==, SL_PARAM_ROW_BADGE_NONE);
  /* A fifth of the stars beyond the end, before their centre is. */
  sl_session_set_value (f->session, SL_PARAM_LGMET_OLD, -1.55);
  g_assert_cmpint (sl_param_row_get_badge (row (f, SL_PARAM_LGMET_OLD)), ==, SL_PARAM_ROW_BADGE_WARNING);
  g_signal_emit_by_name (find (GTK_WIDGET (row (f, SL_PARAM_LGMET_OLD)), GTK_TYPE_SCALE), "move-slider",
                         GTK_SCROLL_END);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LGMET_OLD), ==,
                     templates->lgmet[templates->n_met - 1]);
  /* Typed, and in files, it may lie beyond. */
  sl_session_set_value (f->session, SL_PARAM_LGMET_OLD, -1.0);
  g_assert_cmpfloat (sl_param_row_get_value (row (f, SL_PARAM_LGMET_OLD)), ==, -1.0);
  g_assert_cmpint (sl_param_row_get_badge (row (f, SL_PARAM_LGMET_OLD)), ==, SL_PARAM_ROW_BADGE_WARNING);

  g_assert_true (sl_param_row_get_marked (row (f, sl_session_get_gradient (f->session))));
  g_signal_emit_by_name (row (f, SL_PARAM_AV_OLD), "gradient-requested");
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_AV_OLD);
  g_assert_true (sl_param_row_get_marked (row (f, SL_PARAM_AV_OLD)));
  g_assert_false (sl_param_row_get_marked (row (f, SL_PARAM_LG_QT)));

  /* The range of Av is four magnitudes. */
  derivative[SL_PARAM_AV_OLD] = -0.0575;
  derivative[SL_PARAM_H] = 0.1;
  sl_panel_set_sensitivities (f->panel, derivative, "g − r", "mag");
  g_assert_cmpfloat (sl_param_row_get_sensitivity (row (f, SL_PARAM_AV_OLD)), ==, -1.0);
  g_assert_cmpfloat (sl_param_row_get_sensitivity (row (f, SL_PARAM_H)), >, 0.0);
  g_signal_emit_by_name (row (f, SL_PARAM_AV_OLD), "query-sensitivity", &text);
  g_assert_cmpstr (text, ==, "∂(g − r)/∂(<i>A</i><sub>V,old</sub>) × range = −0.230 mag");
  g_clear_pointer (&text, g_free);
  sl_panel_set_sensitivities (f->panel, derivative, NULL, NULL);
  g_signal_emit_by_name (row (f, SL_PARAM_AV_OLD), "query-sensitivity", &text);
  g_assert_null (text);
}

static void
strip_cb (SlParamId id, gboolean on, gpointer data)
{
  *(int *) data = on ? (int) id : -(int) id;
}

static void
test_strip (Fixture *f, gconstpointer data)
{
  int last = 0;

  sl_panel_set_strip_func (f->panel, strip_cb, &last);
  g_signal_emit_by_name (row (f, SL_PARAM_AV_OLD), "strip-toggled");
  g_assert_cmpint (last, ==, SL_PARAM_AV_OLD);
  g_signal_emit_by_name (row (f, SL_PARAM_AV_OLD), "strip-toggled");
  g_assert_cmpint (last, ==, -(int) SL_PARAM_AV_OLD);
  sl_panel_set_strip (f->panel, sl_param_set_of (SL_PARAM_LG_QT));
  g_signal_emit_by_name (row (f, SL_PARAM_LG_QT), "strip-toggled");
  g_assert_cmpint (last, ==, -(int) SL_PARAM_LG_QT);
}

/* Everything that the keyboard reaches has a name for screen readers. */
static void
test_names (Fixture *f, gconstpointer data)
{
  const GType wanted[] = { GTK_TYPE_SCALE, GTK_TYPE_ENTRY };

  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      GtkWidget *lock = find (GTK_WIDGET (row (f, i)), GTK_TYPE_TOGGLE_BUTTON);

      for (guint k = 0; k < G_N_ELEMENTS (wanted); k++)
        {
          GtkAccessible *part = GTK_ACCESSIBLE (find (GTK_WIDGET (row (f, i)), wanted[k]));

          g_assert_true (gtk_test_accessible_has_property (part, GTK_ACCESSIBLE_PROPERTY_LABEL));
        }
      g_assert_true (
          gtk_test_accessible_has_property (GTK_ACCESSIBLE (find (GTK_WIDGET (row (f, i)), GTK_TYPE_SCALE)),
                                            GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (lock), GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (
                                           find (GTK_WIDGET (row (f, SL_PARAM_LG_QT)), GTK_TYPE_SCALE)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Quenching time, logarithm, in Gyr");
}

/* A library without gas: its sliders do nothing, and say why. */
static void
test_without_gas (Fixture *f, gconstpointer data)
{
  static const SlParamId gas[] = { SL_PARAM_LGU_MEAN, SL_PARAM_LGU_SCATTER, SL_PARAM_F_ESC,
                                   SL_PARAM_SIGMA_V };
  SlTemplates dry = *templates;

  dry.n_lgu = 0;
  sl_panel_set_templates (f->panel, &dry);
  for (guint i = 0; i < G_N_ELEMENTS (gas); i++)
    {
      g_assert_cmpstr (sl_param_row_get_inactive_reason (row (f, gas[i])), ==, "This library has no gas");
      g_assert_false (gtk_widget_is_sensitive (find (GTK_WIDGET (row (f, gas[i])), GTK_TYPE_SCALE)));
    }
  sl_panel_set_templates (f->panel, templates);
  g_assert_null (sl_param_row_get_inactive_reason (row (f, SL_PARAM_SIGMA_V)));
}

int
main (int argc, char **argv)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  templates = sl_templates_load (path, &error);
  g_assert_no_error (error);
#define ADD(name, function) g_test_add ("/panel-view/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("levels", test_levels);
  ADD ("note", test_note);
  ADD ("search", test_search);
  ADD ("settings", test_settings);
  ADD ("locks", test_locks);
  ADD ("signs", test_signs);
  ADD ("without-gas", test_without_gas);
  ADD ("strip", test_strip);
  ADD ("names", test_names);
  status = g_test_run ();
  sl_templates_unref (templates);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row has beside its number: everyday words, marks, a lock, a sign, a menu. */
#include "tests/ui/widgets/param-row-fixture.h"

#define LIMIT_US (20 * G_USEC_PER_SEC)

static const SlParamRowSpec lg_spec = {
  .name = "lg_qt",
  .symbol = "lg <i>t</i><sub>q</sub>",
  .title = "Quenching time",
  .tooltip = "When it stops.",
  .unit = "Gyr",
  .def = 1.0,
  .lo = 0.1,
  .hi = 2.0,
  .step = 0.01,
  .digits = 3,
  .lg = TRUE,
  .simple_title = "When it ends",
  .simple_tooltip = "In plain words.",
  .simple_unit = "Gyr",
  .simple_factor = 1.0,
};

/* Of a logarithm the quantity may be typed; in everyday words it is shown. */
static void
test_quantity (void)
{
  static const struct { const char *text; gboolean simple; double value; const char *shown; } table[] = {
    { "0.5", FALSE, 0.5, "0.500" },          { "10 Gyr", FALSE, 1.0, "1.000" },
    { "=2", FALSE, 0.3010299956639812, "0.301" }, { "lg 2", FALSE, 0.3010299956639812, "0.301" },
    { "6 Gyr", TRUE, 0.7781512503836436, "6.00" }, { "6", TRUE, 0.7781512503836436, "6.00" },
    { "1.0×10¹", TRUE, 1.0, "10.0" },        { "lg 6", TRUE, 0.7781512503836436, "6.00" },
  };
  GtkWidget *window = gtk_window_new (), *entry;
  SlParamRow *row = SL_PARAM_ROW (sl_param_row_new (&lg_spec));

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (row));
  entry = find (GTK_WIDGET (row), GTK_TYPE_ENTRY);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      sl_param_row_set_value (row, 1.0);
      sl_param_row_set_simple (row, table[i].simple);
      gtk_editable_set_text (GTK_EDITABLE (entry), table[i].text);
      g_signal_emit_by_name (entry, "activate");
      g_assert_cmpfloat_with_epsilon (sl_param_row_get_value (row), table[i].value, 1e-12);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, table[i].shown);
    }
  /* No logarithm of it: refused. What is shown in few digits is not rounded by leaving. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "-3");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  sl_param_row_set_value (row, 0.77777);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpfloat (sl_param_row_get_value (row), ==, 0.77777);

  g_assert_true (sl_param_row_get_simple (row));
  g_assert_true (shows (GTK_WIDGET (row), "When it ends"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (GTK_WIDGET (row), GTK_TYPE_SCALE)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "When it ends, in Gyr");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (GTK_WIDGET (row), GTK_TYPE_SCALE)),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "5.99 Gyr");
  sl_param_row_set_simple (row, FALSE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (GTK_WIDGET (row), GTK_TYPE_SCALE)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Quenching time, logarithm, in Gyr");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (GTK_WIDGET (row), GTK_TYPE_SCALE)),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "0.778 Gyr");
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_marks (GtkWidget *scale)
{
  guint n = 0;

  for (GtkWidget *c = gtk_widget_get_first_child (scale); c; c = gtk_widget_get_next_sibling (c))
    if (strcmp (gtk_widget_get_css_name (c), "marks") == 0)
      for (GtkWidget *m = gtk_widget_get_first_child (c); m; m = gtk_widget_get_next_sibling (m))
        n++;
  return n;
}

/* The default has a mark, and each tick that lies on the slider; labels are for everyday words. */
static void
test_ticks (void)
{
  static const SlParamRowTick ticks[] = { { -7.0, "off" }, { 0.5, "half" }, { 1.5, NULL } };
  SlParamRow *row = g_object_ref_sink (SL_PARAM_ROW (sl_param_row_new (&lg_spec)));
  GtkWidget *scale = find (GTK_WIDGET (row), GTK_TYPE_SCALE);

  g_assert_cmpuint (count_marks (scale), ==, 1);
  sl_param_row_set_ticks (row, ticks, G_N_ELEMENTS (ticks));
  g_assert_cmpuint (count_marks (scale), ==, 3);
  g_assert_false (shows (scale, "half"));
  sl_param_row_set_simple (row, TRUE);
  g_assert_true (shows (scale, "half") && !shows (scale, "off"));
  sl_param_row_set_range (row, 1.0, 0.6, 2.0);
  g_assert_cmpuint (count_marks (scale), ==, 2);
  g_assert_finalize_object (row);
}

/* A long word at the beginning of a slider reaches no further to the left than a short one may. */
static void
test_long_mark (void)
{
  static const SlParamRowTick ticks[] = { { 0.1, "weak beyond all bounds" }, { 1.0, "half" } };
  GtkWidget *window = gtk_window_new (), *scale, *label;
  SlParamRow *row = SL_PARAM_ROW (sl_param_row_new (&lg_spec));
  graphene_point_t at;

  gtk_window_set_default_size (GTK_WINDOW (window), 400, 100);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (row));
  sl_param_row_set_ticks (row, ticks, G_N_ELEMENTS (ticks));
  sl_param_row_set_simple (row, TRUE);
  gtk_window_present (GTK_WINDOW (window));
  scale = find (GTK_WIDGET (row), GTK_TYPE_SCALE);
  label = seek (scale, GTK_TYPE_LABEL, "weak beyond");
  g_assert_nonnull (label);
  WAIT (gtk_widget_get_width (label) > 60);
  g_assert_true (gtk_widget_compute_point (label, scale, graphene_point_zero (), &at));
  g_assert_cmpfloat (at.x, >, -30.0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
locked_cb (gboolean *to, gboolean locked)
{
  *to = locked;
}

static GtkWidget *
lock_of (Fixture *f)
{
  return find (GTK_WIDGET (f->row), GTK_TYPE_TOGGLE_BUTTON);
}

/* The hand locks, and then moves nothing. */
static void
test_lock (Fixture *f, gconstpointer data)
{
  gboolean told = FALSE, handled;

  g_signal_connect_swapped (f->row, "lock-toggled", G_CALLBACK (locked_cb), &told);
  sl_param_row_set_value (f->row, 1.5);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (lock_of (f)), TRUE);
  g_assert_true (told && sl_param_row_get_locked (f->row));
  g_assert_false (gtk_widget_is_sensitive (f->scale) || gtk_widget_is_sensitive (f->entry)
                  || gtk_widget_is_sensitive (f->reset));
  g_assert_true (gtk_widget_is_sensitive (lock_of (f)));
  g_signal_emit_by_name (f->scale, "change-value", GTK_SCROLL_JUMP, 0.5, &handled);
  press (f->scale, GDK_KEY_Delete, 0);
  type (f, "0.7");
  assert_value (f, 1.5, "1.500");
  g_assert_cmpuint (f->n_changed + f->n_begin, ==, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (lock_of (f)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Unlock Quenching time");
  /* A change by the owner of the state is not reported back to it. */
  sl_param_row_set_locked (f->row, FALSE);
  g_assert_true (told);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (lock_of (f))));
  g_assert_true (gtk_widget_is_sensitive (f->scale) && gtk_widget_is_sensitive (f->reset));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (lock_of (f)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Lock Quenching time");
}

static char *
query_cb (SlParamRow *row, gpointer data)
{
  return g_strdup ("∂(<i>g</i>) = 3");
}

/* A sign for a limit takes no room from the title; what it means and what the bar says are in the tooltip. */
static void
test_badge (Fixture *f, gconstpointer data)
{
  int before, after;
  gboolean shown = FALSE;
  const char *said;
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);

  gtk_widget_measure (GTK_WIDGET (f->row), GTK_ORIENTATION_HORIZONTAL, -1, &before, NULL, NULL, NULL);
  sl_param_row_set_badge (f->row, SL_PARAM_ROW_BADGE_WARNING, "Beyond <all>.");
  g_assert_cmpint (sl_param_row_get_badge (f->row), ==, SL_PARAM_ROW_BADGE_WARNING);
  gtk_widget_measure (GTK_WIDGET (f->row), GTK_ORIENTATION_HORIZONTAL, -1, &after, NULL, NULL, NULL);
  g_assert_cmpint (before, ==, after);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "1.000 Gyr. Beyond <all>.");
  g_signal_connect (f->row, "query-sensitivity", G_CALLBACK (query_cb), NULL);
  g_signal_emit_by_name (f->row, "query-tooltip", 5, 5, FALSE, tooltip, &shown);
  g_assert_true (shown);
  said = gtk_label_get_text (GTK_LABEL (f->row->tip));
  g_assert_true (strstr (said, "When it stops.") && strstr (said, "Beyond <all>.")
                 && strstr (said, "∂(g) = 3"));
  sl_param_row_set_badge (f->row, SL_PARAM_ROW_BADGE_NONE, "unused");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "1.000 Gyr. When it stops.");
  g_assert_false (sl_param_row_get_marked (f->row));
  sl_param_row_set_marked (f->row, TRUE);
  g_assert_true (sl_param_row_get_marked (f->row));
}

/* The menu key opens a menu whose items act on the row. */
static void
test_menu (Fixture *f, gconstpointer data)
{
  guint n_gradient = 0, n_strip = 0;
  gboolean handled = FALSE, locked = FALSE;
  GtkWidget *menu;

  g_signal_connect_swapped (f->row, "gradient-requested", G_CALLBACK (count_cb), &n_gradient);
  g_signal_connect_swapped (f->row, "strip-toggled", G_CALLBACK (count_cb), &n_strip);
  g_signal_connect_swapped (f->row, "lock-toggled", G_CALLBACK (locked_cb), &locked);
  sl_param_row_set_strip (f->row, TRUE, FALSE);
  sl_param_row_set_value (f->row, 1.5);
  g_signal_emit_by_name (controller_of (GTK_WIDGET (f->row), GTK_TYPE_EVENT_CONTROLLER_KEY, GTK_PHASE_BUBBLE),
                         "key-pressed", GDK_KEY_Menu, 0, 0, &handled);
  g_assert_true (handled);
  menu = find (GTK_WIDGET (f->row), GTK_TYPE_POPOVER_MENU);
  g_assert_nonnull (menu);
  gtk_widget_activate_action (menu, "row.gradient", NULL);
  gtk_widget_activate_action (menu, "row.strip", NULL);
  g_assert_cmpuint (n_gradient, ==, 1);
  g_assert_cmpuint (n_strip, ==, 1);
  gtk_widget_activate_action (menu, "row.reset", NULL);
  assert_value (f, 1.0, "1.000");
  gtk_widget_activate_action (menu, "row.copy", NULL);
  gtk_widget_activate_action (menu, "row.lock", NULL);
  g_assert_true (locked && sl_param_row_get_locked (f->row));
  gtk_popover_popdown (GTK_POPOVER (menu));
  while (find (GTK_WIDGET (f->row), GTK_TYPE_POPOVER_MENU))
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, function) g_test_add ("/param-row/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("lock", test_lock);
  ADD ("badge", test_badge);
  ADD ("menu", test_menu);
  g_test_add_func ("/param-row/quantity", test_quantity);
  g_test_add_func ("/param-row/ticks", test_ticks);
  g_test_add_func ("/param-row/long-mark", test_long_mark);
  return g_test_run ();
}

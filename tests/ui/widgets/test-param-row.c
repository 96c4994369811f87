/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/widgets/param-row-fixture.h"

static void
test_typing (Fixture *f, gconstpointer data)
{
  type (f, "1.25");
  assert_value (f, 1.25, "1.250");
  type (f, " 0,5 ");
  assert_value (f, 0.5, "0.500");
  g_assert_cmpuint (f->n_changed, ==, 2);
  g_assert_cmpfloat (f->last, ==, 0.5);
  g_assert_false (f->last_interacting);
  /* A typed number is a change of its own. */
  g_assert_cmpuint (f->n_begin, ==, 0);
  type (f, "0.5");
  g_assert_cmpuint (f->n_changed, ==, 2);
}

static void
test_nonsense (Fixture *f, gconstpointer data)
{
  type (f, "twelve");
  assert_value (f, 1.0, "1.000");
  g_assert_cmpuint (f->n_changed, ==, 0);
  g_assert_true (gtk_widget_has_css_class (f->entry, "error"));
  g_assert_true (shows (GTK_WIDGET (f->row), "Not a number: “twelve”"));
  type (f, "1.5");
  g_assert_false (gtk_widget_has_css_class (f->entry, "error"));
  assert_value (f, 1.5, "1.500");
}

static void
test_clamp (Fixture *f, gconstpointer data)
{
  type (f, "7");
  assert_value (f, 2.0, "2.000");
  g_assert_true (shows (GTK_WIDGET (f->row), "Above the greatest value, 2"));
  g_assert_true (gtk_widget_has_css_class (f->entry, "warning"));
  g_assert_cmpuint (f->n_changed, ==, 1);
  type (f, "-7");
  assert_value (f, 0.1, "0.100");
  g_assert_true (shows (GTK_WIDGET (f->row), "Below the least value, 0.1"));
  g_assert_cmpfloat (f->last, ==, 0.1);
  type (f, "1e99");
  assert_value (f, 2.0, "2.000");
  g_assert_true (shows (GTK_WIDGET (f->row), "Above the greatest value, 2"));
}

/* Sums, units, and the words at the marks of the slider; quantities below zero are below the least. */
static void
test_words (Fixture *f, gconstpointer data)
{
  static const SlParamRowTick ticks[] = { { 0.3, "2" }, { 1.1398790864012365, "<b>today</b>" } };
  SlParamRowSpec words = spec;

  sl_param_row_set_ticks (f->row, ticks, G_N_ELEMENTS (ticks));
  type (f, "2*0.5+0,25");
  assert_value (f, 1.25, "1.250");
  type (f, "0.7 gyr");
  assert_value (f, 0.7, "0.700");
  type (f, " Today ");
  assert_value (f, 1.1398790864012365, "1.140");
  words.lg = TRUE;
  words.simple_title = "When";
  words.simple_unit = "Gyr";
  words.simple_factor = 1.0;
  sl_param_row_set_words (f->row, &words);
  sl_param_row_set_simple (f->row, TRUE);
  type (f, "2*5");
  assert_value (f, 1.0, "10.0");
  type (f, "-5");
  assert_value (f, 1.0, "10.0");
  g_assert_true (shows (GTK_WIDGET (f->row), "Below the least value, 1.26"));
  type (f, "today");
  assert_value (f, 1.1398790864012365, "13.8");
  /* The mark is a number: so it is read. */
  type (f, "2");
  g_assert_cmpfloat_with_epsilon (sl_param_row_get_value (f->row), log10 (2.0), 1e-12);
}

/* A long text is answered at once, whatever it is. */
static void
test_long_text (Fixture *f, gconstpointer data)
{
  g_autofree char *letters = g_strnfill (60000, 'a'), *digits = g_strnfill (60000, '1');
  const char *const texts[] = { letters, digits };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const gint64 begin = g_get_monotonic_time ();

      type (f, texts[i]);
      assert_value (f, 1.0, "1.000");
      g_assert_cmpfloat (1e-6 * (double) (g_get_monotonic_time () - begin), <, 2.0);
    }
}

/* The slider may end before the range does; what is beyond can be typed, and is brought back by a key. */
static void
test_ends (Fixture *f, gconstpointer data)
{
  sl_param_row_set_ends (f->row, 0.25, 1.3456);
  g_signal_emit_by_name (f->scale, "move-slider", GTK_SCROLL_END);
  /* The end itself, although the slider rounds elsewhere. */
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, 1.3456);
  g_signal_emit_by_name (f->scale, "move-slider", GTK_SCROLL_START);
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, 0.25);
  type (f, "1.9");
  assert_value (f, 1.9, "1.900");
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (f->scale)), ==, 1.3456);
  type (f, "7");
  assert_value (f, 2.0, "2.000");
  g_assert_true (shows (GTK_WIDGET (f->row), "Above the greatest value, 2"));
  g_signal_emit_by_name (f->scale, "move-slider", GTK_SCROLL_STEP_RIGHT);
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, 1.3456);
  /* Another range has ends of its own. */
  sl_param_row_set_range (f->row, 1.0, 0.2, 3.0);
  g_signal_emit_by_name (f->scale, "move-slider", GTK_SCROLL_END);
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, 3.0);
}

static void
test_more_digits_than_shown (Fixture *f, gconstpointer data)
{
  sl_param_row_set_value (f->row, 0.7781512503836436);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->entry)), ==, "0.778");
  g_signal_emit_by_name (f->entry, "activate");
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, 0.7781512503836436);
  g_assert_cmpuint (f->n_changed, ==, 0);
}

static void
test_programmatic (Fixture *f, gconstpointer data)
{
  g_object_set (f->row, "value", 1.5, NULL);
  assert_value (f, 1.5, "1.500");
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (f->scale)), ==, 1.5);
  g_assert_cmpuint (f->n_notify, ==, 1);
  sl_param_row_set_value (f->row, 1.5);
  g_assert_cmpuint (f->n_notify, ==, 1);
  sl_param_row_set_value (f->row, NAN);
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, 1.5);
  g_assert_cmpuint (f->n_changed, ==, 0);
  /* Outside the range: shown as it is. */
  sl_param_row_set_value (f->row, 2.5);
  assert_value (f, 2.5, "2.500");
  g_assert_cmpuint (f->n_changed, ==, 0);
}

/* The slider's key bindings end in this signal. */
static void
move (Fixture *f, GtkScrollType scroll, double expected)
{
  g_signal_emit_by_name (f->scale, "move-slider", scroll);
  g_assert_cmpfloat_with_epsilon (sl_param_row_get_value (f->row), expected, 1e-12);
}

static void
test_keyboard (Fixture *f, gconstpointer data)
{
  move (f, GTK_SCROLL_STEP_RIGHT, 1.01);
  g_assert_true (f->last_interacting);
  g_assert_true (sl_param_row_get_interacting (f->row));
  move (f, GTK_SCROLL_STEP_LEFT, 1.0);
  move (f, GTK_SCROLL_PAGE_RIGHT, 1.1);
  move (f, GTK_SCROLL_END, 2.0);
  move (f, GTK_SCROLL_STEP_RIGHT, 2.0);
  move (f, GTK_SCROLL_START, 0.1);
  /* One run of keys is one gesture, which ends by itself. */
  g_assert_cmpuint (f->n_begin, ==, 1);
  g_assert_cmpuint (f->n_end, ==, 0);
  while (f->n_end == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sl_param_row_get_interacting (f->row));
  move (f, GTK_SCROLL_STEP_RIGHT, 0.11);
  g_assert_cmpuint (f->n_begin, ==, 2);
}

static void
test_key_bindings (Fixture *f, gconstpointer data)
{
  static const struct { guint keyval; GdkModifierType mods; double expected;
  } table[] = {
    { GDK_KEY_Right, 0, 1.01 },    { GDK_KEY_Left, 0, 1.0 }, { GDK_KEY_Page_Up, 0, 1.1 },
    { GDK_KEY_Page_Down, 0, 1.0 }, { GDK_KEY_Up, 0, 1.01 },  { GDK_KEY_Down, 0, 1.0 },
    { GDK_KEY_End, 0, 2.0 },       { GDK_KEY_Home, 0, 0.1 },
  };
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->scale);

  gtk_widget_grab_focus (f->scale);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gboolean hit = FALSE;

      for (guint k = 0; k < g_list_model_get_n_items (controllers) && !hit; k++)
        {
          g_autoptr (GObject) controller = g_list_model_get_item (controllers, k);

          if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
            continue;
          for (guint s = 0; s < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !hit; s++)
            {
              g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), s);
              GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

              hit = GTK_IS_KEYVAL_TRIGGER (trigger) &&
                    gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == table[i].keyval &&
                    gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == table[i].mods &&
                    gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, f->scale,
                                                  gtk_shortcut_get_arguments (shortcut));
            }
        }
      g_assert_true (hit);
      g_assert_cmpfloat_with_epsilon (sl_param_row_get_value (f->row), table[i].expected, 1e-12);
    }
}

static void
test_slider_rounds (Fixture *f, gconstpointer data)
{
  gboolean handled;

  g_signal_emit_by_name (f->scale, "change-value", GTK_SCROLL_JUMP, 1.23456789, &handled);
  g_assert_true (handled);
  assert_value (f, 1.235, "1.235");
  g_signal_emit_by_name (f->scale, "change-value", GTK_SCROLL_JUMP, 99.0, &handled);
  assert_value (f, 2.0, "2.000");
}

static void
test_reset (Fixture *f, gconstpointer data)
{
  g_assert_false (gtk_widget_get_sensitive (f->reset));
  type (f, "1.5");
  g_assert_true (gtk_widget_get_sensitive (f->reset));
  g_signal_emit_by_name (f->reset, "clicked");
  assert_value (f, 1.0, "1.000");
  g_assert_false (gtk_widget_get_sensitive (f->reset));
  g_assert_cmpuint (f->n_changed, ==, 2);
  /* Another default: the value stays, and can be reset to it. */
  sl_param_row_set_range (f->row, 0.5, 0.1, 2.0);
  assert_value (f, 1.0, "1.000");
  g_assert_true (gtk_widget_get_sensitive (f->reset));
  g_assert_cmpuint (f->n_changed, ==, 2);
}

static void
test_inactive (Fixture *f, gconstpointer data)
{
  g_autofree char *reason = NULL;

  sl_param_row_set_value (f->row, 1.5);
  sl_param_row_set_inactive_reason (f->row, "It does nothing here.");
  g_object_get (f->row, "inactive-reason", &reason, NULL);
  g_assert_cmpstr (reason, ==, "It does nothing here.");
  g_assert_false (gtk_widget_is_sensitive (f->entry));
  g_assert_false (gtk_widget_is_sensitive (f->reset));
  g_assert_false (gtk_widget_get_visible (f->scale));
  sl_param_row_set_inactive_reason (f->row, NULL);
  g_assert_true (gtk_widget_is_sensitive (f->entry));
  g_assert_true (gtk_widget_is_sensitive (f->reset));
  g_assert_true (gtk_widget_get_visible (f->scale));
}

static void
test_sensitivity (Fixture *f, gconstpointer data)
{
  sl_param_row_set_sensitivity (f->row, 0.25);
  g_assert_cmpfloat (sl_param_row_get_sensitivity (f->row), ==, 0.25);
  sl_param_row_set_sensitivity (f->row, -7);
  g_assert_cmpfloat (sl_param_row_get_sensitivity (f->row), ==, -1);
  sl_param_row_set_sensitivity (f->row, NAN);
  g_assert_cmpfloat (sl_param_row_get_sensitivity (f->row), ==, 0);
}

/* A gesture that the widget's end cuts short is ended, so that nobody waits for it. */
static void
test_unmap_ends_gesture (Fixture *f, gconstpointer data)
{
  move (f, GTK_SCROLL_STEP_RIGHT, 1.01);
  g_assert_cmpuint (f->n_end, ==, 0);
  gtk_widget_set_visible (GTK_WIDGET (f->row), FALSE);
  g_assert_cmpuint (f->n_end, ==, 1);
}

/* Small, plain, large: a tenth of a step, a step, ten. */
static void
test_steps (Fixture *f, gconstpointer data)
{
  static const struct { guint keyval; GdkModifierType mods; double expected; } table[] = {
    { GDK_KEY_Right, GDK_CONTROL_MASK, 1.001 }, { GDK_KEY_Down, GDK_CONTROL_MASK, 1.0 },
    { GDK_KEY_Right, GDK_SHIFT_MASK, 1.1 },     { GDK_KEY_Left, GDK_SHIFT_MASK, 1.0 },
    { GDK_KEY_Up, GDK_SHIFT_MASK, 1.1 },        { GDK_KEY_Down, GDK_SHIFT_MASK, 1.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_assert_true (press (f->scale, table[i].keyval, table[i].mods));
      g_assert_cmpfloat_with_epsilon (sl_param_row_get_value (f->row), table[i].expected, 1e-12);
    }
  /* Plain keys are the slider's own; those of the entry are these. */
  g_assert_false (press (f->scale, GDK_KEY_Right, 0));
  g_assert_true (press (f->entry, GDK_KEY_Up, 0));
  assert_value (f, 1.01, "1.010");
  g_assert_true (press (f->entry, GDK_KEY_Page_Down, 0));
  assert_value (f, 0.91, "0.910");
  g_assert_false (press (f->entry, GDK_KEY_Left, GDK_CONTROL_MASK));
  /* A way back without a button. */
  g_assert_true (press (f->scale, GDK_KEY_Delete, 0));
  assert_value (f, 1.0, "1.000");
  press (f->scale, GDK_KEY_Up, GDK_SHIFT_MASK);
  g_assert_true (press (f->scale, GDK_KEY_BackSpace, 0));
  assert_value (f, 1.0, "1.000");
}

/* A tenth of a coarse step would not show: the last decimal is the least. */
static void
test_small_step (void)
{
  GtkWidget *row = g_object_ref_sink (sl_param_row_new (&(SlParamRowSpec) { .name = "x",
                                                                            .symbol = "x",
                                                                            .title = "Mass",
                                                                            .def = 12.0,
                                                                            .lo = 9.0,
                                                                            .hi = 15.0,
                                                                            .step = 0.05,
                                                                            .digits = 2 }));

  press (find (row, GTK_TYPE_SCALE), GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_cmpfloat_with_epsilon (sl_param_row_get_value (SL_PARAM_ROW (row)), 12.01, 1e-12);
  g_assert_finalize_object (row);
}

static void
test_accessible (Fixture *f, gconstpointer data)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Quenching time, in Gyr");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "1.000 Gyr");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (f->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Quenching time, in Gyr, number");
  g_assert_true (gtk_widget_get_focusable (f->scale));
}

static GtkWidget *
find_title (GtkWidget *row)
{
  for (GtkWidget *c = gtk_widget_get_first_child (gtk_widget_get_first_child (row)); c;
       c = gtk_widget_get_next_sibling (c))
    if (gtk_widget_has_css_class (c, "sl-title"))
      return c;
  g_assert_not_reached ();
}

/* With large text the title takes further lines on a panel that is little wider, and is not cut. What became
 * of the input takes as much room as the title did. */
static void
test_large_text (Fixture *f, gconstpointer data)
{
  const int width = 430;
  GtkSettings *settings = gtk_widget_get_settings (f->window);
  GtkWidget *row =
      g_object_ref_sink (sl_param_row_new (&(SlParamRowSpec) { .name = "x",
                                                               .symbol = "lg <i>q</i><sub>rejuv</sub>",
                                                               .title = "Dust in very bright places",
                                                               .unit = "mag",
                                                               .def = 1.0,
                                                               .lo = 0.1,
                                                               .hi = 2.0,
                                                               .step = 0.01,
                                                               .digits = 3 }));
  GtkLabel *title = GTK_LABEL (find_title (row));
  GtkWidget *entry = find (row, GTK_TYPE_ENTRY);
  int small, large, least;
  g_autofree char *font = NULL;

  g_object_ref (f->row);
  gtk_window_set_child (GTK_WINDOW (f->window), row);
  g_object_get (settings, "gtk-font-name", &font, NULL);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &small, NULL, NULL, NULL);
  g_object_set (settings, "gtk-font-name", "Sans 17", NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, width);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &large, NULL, NULL, NULL);
  g_assert_cmpint (large, >, small);
  gtk_widget_allocate (row, width, large, -1, NULL);
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (title)), >=, 2);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (title)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "7");
  g_signal_emit_by_name (entry, "activate");
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, large);
  g_object_set (settings, "gtk-font-name", font, NULL);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->row));
  g_object_unref (f->row);
  g_object_unref (row);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, function) g_test_add ("/param-row/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("typing", test_typing);
  ADD ("nonsense", test_nonsense);
  ADD ("clamp", test_clamp);
  ADD ("words", test_words);
  ADD ("long-text", test_long_text);
  ADD ("ends", test_ends);
  ADD ("more-digits-than-shown", test_more_digits_than_shown);
  ADD ("programmatic", test_programmatic);
  ADD ("keyboard", test_keyboard);
  ADD ("key-bindings", test_key_bindings);
  ADD ("steps", test_steps);
  g_test_add_func ("/param-row/small-step", test_small_step);
  ADD ("slider-rounds", test_slider_rounds);
  ADD ("reset", test_reset);
  ADD ("inactive", test_inactive);
  ADD ("sensitivity", test_sensitivity);
  ADD ("unmap-ends-gesture", test_unmap_ends_gesture);
  ADD ("accessible", test_accessible);
  ADD ("large-text", test_large_text);
  return g_test_run ();
}

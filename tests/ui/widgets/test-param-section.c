/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-param-section.h"

#include <adwaita.h>

static void
count_cb (guint *n)
{
  (*n)++;
}

static GtkWidget *
find_nth (GtkWidget *root, GType type, guint *skip)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (*skip)-- == 0)
    return root;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    {
      GtkWidget *found = find_nth (c, type, skip);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_group (void)
{
  GtkWidget *window = gtk_window_new ();
  SlParamSection *group = SL_PARAM_SECTION (sl_param_section_new ("halo", "Halo growth"));
  guint n_notify = 0, n_reset = 0, skip;
  GtkWidget *header, *reset;

  gtk_window_set_child (GTK_WINDOW (window), g_object_ref (GTK_WIDGET (group)));
  sl_param_section_append (group, gtk_label_new ("x"));
  g_signal_connect_swapped (group, "notify::expanded", G_CALLBACK (count_cb), &n_notify);
  g_signal_connect_swapped (group, "reset", G_CALLBACK (count_cb), &n_reset);
  header = find_nth (GTK_WIDGET (group), GTK_TYPE_BUTTON, (skip = 0, &skip));
  reset = find_nth (GTK_WIDGET (group), GTK_TYPE_BUTTON, (skip = 1, &skip));

  g_assert_cmpstr (sl_param_section_get_name (group), ==, "halo");
  g_assert_false (sl_param_section_get_expanded (group));
  g_signal_emit_by_name (header, "clicked");
  g_assert_true (sl_param_section_get_expanded (group));
  sl_param_section_set_expanded (group, TRUE);
  g_assert_cmpuint (n_notify, ==, 1);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);

  g_assert_false (gtk_widget_get_sensitive (reset));
  sl_param_section_set_can_reset (group, TRUE);
  g_assert_true (gtk_widget_get_sensitive (reset));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpuint (n_reset, ==, 1);

  /* What is found in a search is in sight, without a hand on the fold. */
  sl_param_section_set_expanded (group, FALSE);
  sl_param_section_set_mode (group, SL_PARAM_SECTION_OPEN);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  g_signal_emit_by_name (header, "clicked");
  g_assert_false (sl_param_section_get_expanded (group));
  sl_param_section_set_mode (group, SL_PARAM_SECTION_FLAT);
  g_assert_false (gtk_widget_get_mapped (header));
  sl_param_section_set_mode (group, SL_PARAM_SECTION_FOLDS);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);

  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (group);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/param-section/all", test_group);
  return g_test_run ();
}

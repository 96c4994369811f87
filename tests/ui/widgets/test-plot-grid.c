/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-plot-card.h"
#include "ui/widgets/sl-plot-grid.h"

#include <adwaita.h>

#define N_CARDS 4

/* Allocates at a size and checks that the cards tile it: inside, not overlapping, as wide as expected. */
static void
check_layout (GtkWidget *grid, GtkWidget *const *card, int width, int height, int first_width,
              int second_width)
{
  GtkAllocation a[N_CARDS];
  int least;

  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, height);
  gtk_widget_allocate (grid, width, height, -1, NULL);
  for (guint i = 0; i < N_CARDS; i++)
    {
      graphene_rect_t r;

      g_assert_true (gtk_widget_compute_bounds (card[i], grid, &r));
      a[i] = (GtkAllocation){ (int) r.origin.x, (int) r.origin.y, (int) r.size.width, (int) r.size.height };
      g_assert_cmpint (a[i].x, >=, 0);
      g_assert_cmpint (a[i].y, >=, 0);
      g_assert_cmpint (a[i].x + a[i].width, <=, width);
      g_assert_cmpint (a[i].y + a[i].height, <=, height);
      for (guint k = 0; k < i; k++)
        g_assert_false (gdk_rectangle_intersect (&a[i], &a[k], NULL));
    }
  g_assert_cmpint (a[0].width, ==, first_width);
  g_assert_cmpint (a[1].width, ==, second_width);
  g_assert_cmpint (a[N_CARDS - 1].x + a[N_CARDS - 1].width, ==, width);
}

static void
test_layouts (void)
{
  GtkWidget *grid = g_object_ref_sink (sl_plot_grid_new ()), *card[N_CARDS];

  for (guint i = 0; i < N_CARDS; i++)
    {
      card[i] = sl_plot_card_new ("Spectrum", gtk_label_new ("x"), NULL);
      sl_plot_grid_append (SL_PLOT_GRID (grid), card[i]);
    }
  check_layout (grid, card, 940, 700, 940, (940 - 16) / 3);
  check_layout (grid, card, 684, 600, 338, 338);
  check_layout (grid, card, 340, 1200, 340, 340);
  /* Larger text: the same width has fewer columns, and what has no room below scrolls. */
  sl_plot_grid_set_scale (SL_PLOT_GRID (grid), 1.5);
  check_layout (grid, card, 940, 1000, 466, 466);
  check_layout (grid, card, 684, 1800, 684, 684);
  sl_plot_grid_set_scale (SL_PLOT_GRID (grid), 1.0);
  check_layout (grid, card, 940, 700, 940, (940 - 16) / 3);
  /* What a person asks for, as far as it fits. */
  sl_plot_grid_set_shape (SL_PLOT_GRID (grid), 2, FALSE);
  check_layout (grid, card, 940, 700, 466, 466);
  sl_plot_grid_set_shape (SL_PLOT_GRID (grid), 1, FALSE);
  check_layout (grid, card, 940, 1200, 940, 940);
  sl_plot_grid_set_shape (SL_PLOT_GRID (grid), 2, FALSE);
  check_layout (grid, card, 300, 1200, 300, 300);
  sl_plot_grid_set_shape (SL_PLOT_GRID (grid), 3, TRUE);
  check_layout (grid, card, 684, 700, 684, (684 - 16) / 3);
  sl_plot_grid_remove (SL_PLOT_GRID (grid), card[1]);
  card[1] = sl_plot_card_new ("Colours", gtk_label_new ("x"), NULL);
  sl_plot_grid_append (SL_PLOT_GRID (grid), card[1]);
  g_assert_true (gtk_widget_get_last_child (grid) == card[1]);
  g_assert_finalize_object (grid);
}

/* A long title gives way to the menu, as a plain title and as a button that chooses. */
static void
test_card_title (void)
{
  const char *const title = "A title far longer than any card of this width will ever have room for";
  GtkWidget *view = gtk_label_new ("x"),
            *card = g_object_ref_sink (sl_plot_card_new ("Spectrum", view, NULL));
  g_autoptr (GMenu) menu = g_menu_new ();
  int least[3];

  sl_plot_card_set_title (SL_PLOT_CARD (card), title);
  g_assert_cmpstr (sl_plot_card_get_title (SL_PLOT_CARD (card)), ==, title);
  for (int i = 0; i < 3; i++)
    {
      sl_plot_card_set_title_menu (SL_PLOT_CARD (card), i == 1 ? G_MENU_MODEL (menu) : NULL);
      g_assert_cmpstr (sl_plot_card_get_title (SL_PLOT_CARD (card)), ==, title);
      gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &least[i], NULL, NULL, NULL);
      g_assert_cmpint (least[i], <, 200);
    }
  g_assert_cmpint (least[1], >, least[0]); /* the button's frame and arrow */
  g_assert_cmpint (least[2], ==, least[0]);
  sl_plot_card_set_title (SL_PLOT_CARD (card), "Colours");
  g_assert_cmpstr (sl_plot_card_get_title (SL_PLOT_CARD (card)), ==, "Colours");
  g_assert_finalize_object (card);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/plot-grid/layouts", test_layouts);
  g_test_add_func ("/plot-card/title", test_card_title);
  return g_test_run ();
}

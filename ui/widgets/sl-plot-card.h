/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A plot with its title and a menu of actions. */
#define SL_TYPE_PLOT_CARD (sl_plot_card_get_type ())
G_DECLARE_FINAL_TYPE (SlPlotCard, sl_plot_card, SL, PLOT_CARD, GtkWidget)

/* title is plain text; takes ownership of child (the view); menu may be NULL. */
GtkWidget *sl_plot_card_new (const char *title, GtkWidget *child, GMenuModel *menu);
void sl_plot_card_set_title (SlPlotCard *self, const char *title); /* plain text */
const char *sl_plot_card_get_title (SlPlotCard *self);
/* Makes the title a button that opens this menu: a choice of what the card shows. NULL: a plain title. */
void sl_plot_card_set_title_menu (SlPlotCard *self, GMenuModel *menu);
/* The menu of actions; NULL: none. */
void sl_plot_card_set_menu (SlPlotCard *self, GMenuModel *menu);

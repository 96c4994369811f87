/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-plot-card.h"

#include <string.h>

#include <glib/gi18n.h>

struct _SlPlotCard {
  GtkWidget parent_instance;
  /* chooser: holds the title while it has a menu, or NULL */
  GtkWidget *header, *title, *chooser, *menu, *child;
};

G_DEFINE_FINAL_TYPE (SlPlotCard, sl_plot_card, GTK_TYPE_WIDGET)

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sl_plot_card_parent_class)->dispose (object);
}

static void
sl_plot_card_class_init (SlPlotCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "plotcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sl_plot_card_init (SlPlotCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->header, "sl-card-header");
  self->title =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (self->title, "heading");
  self->menu = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "view-more-symbolic", "valign",
                             GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->menu, "flat");
  gtk_box_append (GTK_BOX (self->header), self->title);
  gtk_box_append (GTK_BOX (self->header), self->menu);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
}

void
sl_plot_card_set_title (SlPlotCard *self, const char *title)
{
  g_autofree char *label = NULL;

  g_return_if_fail (SL_IS_PLOT_CARD (self) && title != NULL);
  if (strcmp (gtk_label_get_text (GTK_LABEL (self->title)), title) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  label = g_strdup_printf (_ ("Menu of “%s”"), title);
  gtk_widget_set_tooltip_text (self->menu, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (self->chooser)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

const char *
sl_plot_card_get_title (SlPlotCard *self)
{
  g_return_val_if_fail (SL_IS_PLOT_CARD (self), NULL);
  return gtk_label_get_text (GTK_LABEL (self->title));
}

void
sl_plot_card_set_title_menu (SlPlotCard *self, GMenuModel *menu)
{
  g_autoptr (GtkWidget) title = NULL;

  g_return_if_fail (SL_IS_PLOT_CARD (self) && (menu == NULL || G_IS_MENU_MODEL (menu)));
  if (menu && self->chooser)
    {
      /* GTK 4.8 keeps an open popover when another replaces it. */
      gtk_menu_button_popdown (GTK_MENU_BUTTON (self->chooser));
      gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->chooser), menu);
      return;
    }
  if (!menu && !self->chooser)
    return;
  title = g_object_ref (self->title);
  if (!menu)
    {
      /* removes the child; NULL as child is not accepted */
      gtk_menu_button_set_label (GTK_MENU_BUTTON (self->chooser), "");
      gtk_box_remove (GTK_BOX (self->header), self->chooser);
      self->chooser = NULL;
      gtk_box_prepend (GTK_BOX (self->header), title);
      return;
    }
  gtk_box_remove (GTK_BOX (self->header), title);
  self->chooser = g_object_new (GTK_TYPE_MENU_BUTTON, "child", title, "always-show-arrow", TRUE, "menu-model",
                                menu, "hexpand", TRUE, "halign", GTK_ALIGN_START, "valign", GTK_ALIGN_CENTER,
                                "tooltip-text", _ ("Choose What Is Shown"), NULL);
  gtk_widget_add_css_class (self->chooser, "flat");
  gtk_widget_add_css_class (self->chooser, "sl-card-title");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (title)), -1);
  gtk_box_prepend (GTK_BOX (self->header), self->chooser);
}

void
sl_plot_card_set_menu (SlPlotCard *self, GMenuModel *menu)
{
  g_return_if_fail (SL_IS_PLOT_CARD (self) && (menu == NULL || G_IS_MENU_MODEL (menu)));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->menu));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu), menu);
  gtk_widget_set_visible (self->menu, menu != NULL);
}

GtkWidget *
sl_plot_card_new (const char *title, GtkWidget *child, GMenuModel *menu)
{
  SlPlotCard *self;

  g_return_val_if_fail (title != NULL && GTK_IS_WIDGET (child), NULL);

  self = g_object_new (SL_TYPE_PLOT_CARD, NULL);
  sl_plot_card_set_title (self, title);
  sl_plot_card_set_menu (self, menu);
  self->child = child;
  gtk_widget_set_hexpand (child, TRUE);
  gtk_widget_set_vexpand (child, TRUE);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title,
                                  NULL, -1);
  return GTK_WIDGET (self);
}

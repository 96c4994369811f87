#include "app/sl-window-private.h"
void sl_window_show_preferences (SlWindow *self) {}
void sl_window_export_plot_data (SlWindow *self, SlWindowPlot *plot) {}
void sl_window_sound_hover (SlWindow *self, SlPlotView *view) {}
void sl_window_reveal_parameter (SlWindow *self, SlParamId id) {}
gboolean sl_figure_handle_value (const char *id, const SlFigureInfo *info, double x, double y, const SlGalaxy *galaxy, SlParamId *parameter, double *value);
gboolean sl_figure_handle_value (const char *id, const SlFigureInfo *info, double x, double y, const SlGalaxy *galaxy, SlParamId *parameter, double *value) { return FALSE; }

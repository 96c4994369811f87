#include "app/sl-window-private.h"
void sl_window_sound_hover (SlWindow *self, SlPlotView *view) {}
void sl_window_reveal_parameter (SlWindow *self, SlParamId id) {}

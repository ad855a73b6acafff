import { isDay } from '../days';
import type { Column, Reading } from './columns';
import { textOf } from './columns';
import { cleanCode, isPlaceholder } from './text';
import type { Raw } from './readSheets';

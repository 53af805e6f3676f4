import { useCallback, useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import uPlot from 'uplot'
import { useText } from '../shell/text.tsx'
import { useTheme } from '../shell/theme.tsx'
import { readPalette } from './palette.ts'
import { plotOptions } from './plot-options.ts'
import type { TimeChartProps } from './time-chart.tsx'

interface Plot {
  readonly host: RefObject<HTMLDivElement | null>
  readonly moveCursor: (ms: number) => void
}

/** Draws into `host` whenever what is shown, the size, the theme or the language changes. */
export function usePlot(props: TimeChartProps, onCursor: (ms: number | undefined) => void, shown: boolean): Plot {
  const { timesMs, endMs, lanes, windowMs, zone, nowMs, selectedMs, syncKey, height, onSelect, onWindow } = props
  const { language, t, f } = useText()
  const { theme } = useTheme()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const width = useWidth(host, shown)
  const [fromMs, toMs] = windowMs
  useEffect(() => {
    const element = host.current
    if (!element || width === 0 || !shown) return
    const palette = readPalette(element)
    const options = plotOptions({
      timesMs, endMs, lanes, windowMs: [fromMs, toMs], zone, nowMs, selectedMs, syncKey, width, height, palette,
      dark: theme === 'dark', language, f, nowWord: t.chart.now, onCursor, onSelect, onWindow,
    }) // prettier-ignore
    const blank = new Array<null>(timesMs.length).fill(null)
    const drawn = new uPlot(options, [timesMs, blank], element)
    plot.current = drawn
    return () => {
      plot.current = null
      drawn.destroy()
    }
  }, [timesMs, endMs, lanes, fromMs, toMs, zone, nowMs, selectedMs, syncKey, width, height, theme, language, f, t, onCursor, onSelect, onWindow, shown]) // prettier-ignore
  const moveCursor = useCallback((ms: number) => {
    const drawn = plot.current
    drawn?.setCursor({ left: drawn.valToPos(ms, 'x') + 1, top: 1 })
  }, [])
  return { host, moveCursor }
}

function useWidth(host: RefObject<HTMLDivElement | null>, shown: boolean): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!host.current || !shown) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(host.current)
    return () => observer.disconnect()
  }, [host, shown])
  return width
}

import { z } from 'zod'
import { BatteryConfig, LoadConfig, PvConfig, WindConfig } from './electric.ts'
import { DeferrableConfig, EvConfig } from './flexible.ts'
import { GridConfig } from './grid.ts'
import { BoilerConfig, BuildingConfig, HeatLoadConfig, HeatPumpConfig, ThermalStoreConfig } from './heat.ts'
import { ElectrolyzerConfig, GeneratorConfig } from './machines.ts'

/** One thing of a stored site. What changes with the horizon is told by the site's clock or by a series. */
export const AssetConfig = z
  .discriminatedUnion('type', [
    BatteryConfig,
    PvConfig,
    WindConfig,
    LoadConfig,
    GridConfig,
    EvConfig,
    DeferrableConfig,
    HeatLoadConfig,
    HeatPumpConfig,
    BoilerConfig,
    ThermalStoreConfig,
    BuildingConfig,
    GeneratorConfig,
    ElectrolyzerConfig,
  ])
  .meta({ id: 'AssetConfig' })
export type AssetConfig = z.infer<typeof AssetConfig>
export type AssetType = AssetConfig['type']
/** The configuration of one type. */
export type ConfigOf<T extends AssetType> = Extract<AssetConfig, { type: T }>

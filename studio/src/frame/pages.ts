import type { Component } from 'svelte';
import type { IconName } from '../components/icons';
import type { Permission } from '../team/roles';
import type { Page } from './place';

interface Loaded {
  default: Component;
}

/** Where each page's code is; it is fetched when the page is first gone to. */
export const PAGE_CODE: Record<Page, () => Promise<Loaded>> = {
  library: () => import('../library/LibraryPage.svelte'),
  studio: () => import('../studio/StudioPage.svelte'),
  compare: () => import('../compare/ComparePage.svelte'),
  study: () => import('../study/StudyPage.svelte'),
  batch: () => import('../batch/BatchPage.svelte'),
  taste: () => import('../taste/TastePage.svelte'),
  dashboard: () => import('../dashboard/DashboardPage.svelte'),
};

/** What somebody has to be allowed to find anything on a page. */
export const PAGE_NEEDS: Record<Page, Permission> = {
  library: 'photos.see',
  studio: 'photos.see',
  compare: 'feedback.give',
  study: 'studies.answer',
  batch: 'jobs.run',
  taste: 'feedback.give',
  dashboard: 'loop.see',
};

/** Each page's sign, shown alone where the bar is narrow. */
export const PAGE_ICONS: Record<Page, IconName> = {
  library: 'grid',
  studio: 'sliders',
  compare: 'compare',
  study: 'study',
  batch: 'batch',
  taste: 'taste',
  dashboard: 'dashboard',
};

import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import picture from './picture.svg?raw';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => h('div', { class: 'picture', innerHTML: picture }),
    }),
};
